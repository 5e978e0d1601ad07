import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredSession } from '../../src/application/ports/session-store.ts';
import { type HandoffSession, liveChatIdOf } from '../../src/domain/handoff-session.ts';
import { postpones } from './fakes/behaviour.ts';
import { type WorldOptions, world } from './world.ts';

type Remember = (known: readonly StoredSession[]) => StoredSession | undefined;

/** A world whose processes remember what `remember` makes of all that they ever saw of sessions. */
function rememberingWorld(remember: { now: Remember }, settings: WorldOptions['settings'] = {}) {
  const known: StoredSession[] = [];
  let reads = 0;
  const note = (stored: StoredSession | undefined) => {
    reads++;
    if (stored) known.push(stored);
    return stored;
  };
  const recall = (isIt: (session: HandoffSession) => boolean) =>
    remember.now(known.filter(({ session }) => isIt(session)));
  const all = world({
    settings,
    seenStore: (store) => ({
      ...store,
      ofConversation: async (id) => note(await store.ofConversation(id)),
      ofLiveChat: async (id) => note(await store.ofLiveChat(id)),
      recalled: {
        ofConversation: (id) => recall(({ conversationId }) => conversationId === id),
        ofLiveChat: (id) => recall((session) => liveChatIdOf(session) === id),
        ofId: (id) => recall((session) => session.id === id),
      },
    }),
  });
  const pat = all.customer('Pat');
  return { ...all, pat, dana: all.agent('Dana'), reads: () => reads };
}

const nothing: Remember = () => undefined;
const latest: Remember = (known) => known.at(-1);

describe('What a process remembers of a session', () => {
  it('saves reading it, as long as nobody else changes it', async () => {
    const remember = { now: nothing };
    const { pat, dana, store, reads, teams } = rememberingWorld(remember);
    await pat.asks();
    const { session, version } = (await store.ofConversation(pat.conversation)) as StoredSession;
    const before = reads();
    remember.now = () => ({ session, version, waiting: { 'to-live-chat': 0, 'to-customer': 0 } });
    await dana.says('Hello');
    expect(reads()).toBe(before);
    expect(teams.seenAt(pat.address)).toEqual(['Dana: Hello']);
    await dana.says('Hello again');
    expect(reads()).toBe(before + 1);
  });

  it('does not keep a message back because more waited once', async () => {
    const remember = { now: nothing };
    const { pat, dana, teams, clock } = rememberingWorld(remember, { laneLimit: 1 });
    await pat.asks();
    teams.mood.say.once(postpones());
    await dana.says('one');
    expect(await dana.says('two')).toBe('full');
    remember.now = latest;
    await clock.pass(1000);
    expect(await dana.says('three')).toBe('accepted');
  });

  it('answers nobody when the session has ended since, or another one has begun', async () => {
    const remember = { now: nothing };
    const { pat, dana, desk } = rememberingWorld(remember);
    await pat.asks();
    await dana.says('Hello');
    remember.now = ([first]) => first;
    const { id } = desk.chat();
    await pat.ends();
    expect(await pat.says('Are you there?')).toEqual({ outcome: 'none' });
    await pat.asks();
    expect(await pat.says('Once more')).toEqual({ outcome: 'accepted' });
    expect(desk.chat().heard).toMatchObject([{ text: 'Once more' }]);
    expect(desk.chat().id).not.toBe(id);
  });

  it('is no answer where nothing is committed', async () => {
    const { pat, dana, desk, store, clock, bridge } = rememberingWorld({ now: nothing });
    await pat.asks();
    await dana.joins();
    const before = await store.ofConversation(pat.conversation);
    await dana.leaves();
    const { id } = desk.chat();
    const command = { type: 'repeat-request' } as const;
    const changed = await clock.until(
      bridge().change({ find: () => store.ofLiveChat(id), recall: () => before, command }),
    );
    expect(changed).toMatchObject({ session: (await store.ofLiveChat(id))?.session });
  });

  it('changes nothing of what happens, however old it is', async () => {
    const deeds = fc.array(fc.constantFrom('says', 'hears', 'asks', 'ends', 'leaves'), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(deeds, fc.infiniteStream(fc.nat(20)), async (all, ages) => {
        const story = async (now: Remember) => {
          const { pat, dana, desk, teams, clock } = rememberingWorld({ now });
          await pat.asks();
          const answers: unknown[] = [];
          for (const [number, deed] of all.entries()) {
            if (deed === 'says') answers.push(await pat.says(`p${number}`, `p${number}`));
            if (deed === 'hears') answers.push(await dana.says(`d${number}`));
            if (deed === 'asks') answers.push(await pat.asks());
            if (deed === 'ends') answers.push(await pat.ends());
            if (deed === 'leaves') answers.push(await dana.hangsUp());
          }
          await clock.pass(60_000);
          const heard = desk.chats.map((chat) => chat.heard.map(({ text }) => text));
          return { answers, heard, seen: teams.seenAt(pat.address) };
        };
        const aged: Remember = (known) => known.at(-1 - (ages.next().value ?? 0)) ?? known.at(-1);
        expect(await story(aged)).toEqual(await story(nothing));
      }),
      { numRuns: 100 },
    );
  });
});
