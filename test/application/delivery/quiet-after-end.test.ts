import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/application/ports/clock.ts';
import type { Outbox } from '../../../src/application/ports/outbox.ts';
import type { SessionStore } from '../../../src/application/ports/session-store.ts';
import { defaultSentences } from '../../../src/application/sentences.ts';
import { messageId, sessionId } from '../../../src/domain/ids.ts';
import { bridge } from '../world/bridge.ts';
import { worksAfter } from '../world/fakes/behaviour.ts';
import { begunIn, type History } from '../world/fakes/history.ts';
import { logbook } from '../world/fakes/logbook.ts';
import { inChat } from '../world/in-chat.ts';
import { aMinute, type World } from '../world/world.ts';

type Store = SessionStore & Outbox;

/** The same store, whose answers to looks at a session are on their way for so long. */
const slow = (store: Store, clock: Clock, ms: () => number): Store => ({
  ...store,
  async ofId(id) {
    const answer = await store.ofId(id);
    if (ms() > 0) await new Promise<void>((resolve) => clock.after(ms(), resolve));
    return answer;
  },
});

let ends = 0;

/** Ends Pat's session without moving the time. */
const end = ({ bridge, pat }: InChat, requestId = `e${++ends}`) =>
  bridge().endHandoff({ conversationId: pat.conversation, requestId, by: 'customer' });

type InChat = Awaited<ReturnType<typeof inChat>>;

/** What began towards the customer after the end was answered, and how long the answer took. */
async function endedWhile({ clock, history }: Pick<World, 'clock' | 'history'>, end: () => Promise<unknown>) {
  const askedAt = clock.now();
  await clock.until(end());
  const tookMs = clock.now() - askedAt;
  const before = (history as History).length;
  await clock.pass(5 * aMinute);
  return { tookMs, late: begunIn(history.slice(before), 'to-customer') };
}

describe('Once the end is answered, no send to the customer begins', () => {
  it.each([300, 1500, 1999])('although the store takes %i ms to answer', async (ms) => {
    let delay = 0;
    const all = await inChat({ seenStore: (store, { clock }) => slow(store, clock, () => delay) });
    delay = ms;
    const { dana, clock } = all;
    expect(await dana.says('too late')).toBe('accepted');
    await clock.pass(ms / 3);
    expect(await endedWhile(all, () => end(all))).toMatchObject({ late: [] });
  });

  it.each([100, 1900, 3000])('although a connection takes %i ms', async (ms) => {
    const all = await inChat();
    const { dana, teams, clock } = all;
    teams.connectsInMs = ms;
    await dana.says('too late');
    await clock.pass(ms / 3);
    const { tookMs, late } = await endedWhile(all, () => end(all));
    expect(late).toEqual([]);
    expect(tookMs).toBeLessThanOrEqual(2100);
  });

  it('and what had begun is waited for, but not for long', async () => {
    const all = await inChat();
    const { dana, pat, teams, clock, seen } = all;
    teams.mood.say.once(worksAfter(1000));
    await dana.says('just in time');
    await clock.pass(100);
    const { tookMs } = await endedWhile(all, () => end(all));
    expect(tookMs).toBeGreaterThanOrEqual(850);
    expect(tookMs).toBeLessThanOrEqual(1000);
    expect(seen().at(-1)).toBe('Dana: just in time');
    await pat.asks();
    teams.mood.say.once(worksAfter(10_000));
    await dana.says('on a slow day');
    await clock.pass(100);
    const second = await endedWhile(all, () => end(all));
    expect(second.tookMs).toBeGreaterThanOrEqual(2000);
    expect(second.tookMs).toBeLessThanOrEqual(2100);
  });

  it('and the same holds for its repeat, and for the farewell when the customer asks again', async () => {
    const all = await inChat();
    const { dana, pat, teams, clock } = all;
    teams.connectsInMs = 1500;
    await dana.says('too late');
    await clock.pass(500);
    void end(all, 'same');
    expect(await endedWhile(all, () => end(all, 'same'))).toMatchObject({ late: [] });
    await pat.asks();
    await dana.hangsUp();
    await clock.pass(500);
    const again = await endedWhile(all, () => pat.begins());
    expect(again.late).not.toContain(defaultSentences.endedByAgent);
    expect(again.tookMs).toBeLessThanOrEqual(3000);
  });

  it('not even a sign of typing', async () => {
    const all = await inChat();
    const { dana, pat, teams } = all;
    teams.connectsInMs = 200;
    await dana.types();
    await pat.ends();
    await all.clock.pass(aMinute);
    expect(teams.typingSeenAt).toEqual([]);
  });

  it.each([
    { what: 'answers of its store take 1.5 s', storeMs: 1500, connectsInMs: 0 },
    { what: 'its connection takes 1.5 s', storeMs: 0, connectsInMs: 1500 },
    { what: 'its store and its connection take 3 s', storeMs: 1500, connectsInMs: 1500 },
    { what: 'its connection takes 5 s', storeMs: 0, connectsInMs: 5000 },
  ])('by another replica either, although $what', async ({ storeMs, connectsInMs }) => {
    const all = await inChat();
    const { store, clock, desk, teams } = all;
    const ids = { newSessionId: () => sessionId('other'), random: () => 0.5 };
    const parties = { liveChat: desk.liveChat, callers: [teams.caller], channels: [teams.channel] };
    const settings = { turnBudgetMs: 10_000, idleMs: 60 * aMinute, maxAgeMs: 24 * 60 * aMinute };
    const other = bridge({
      store: slow(store, clock, () => storeMs),
      clock,
      ids,
      log: logbook().log,
      ...parties,
      settings: { ...settings, laneLimit: 1000, laneBytes: 1_000_000, sentences: defaultSentences },
    });
    teams.connectsInMs = connectsInMs;
    const of = { liveChatId: desk.chat().id };
    const said = { of, messageId: messageId('m'), text: 'too late' };
    await clock.until(other.relayAgentMessage({ ...said, agentName: 'Dana' }));
    await clock.pass(100);
    const { tookMs, late } = await endedWhile(all, () => end(all));
    expect(late).toEqual([]);
    expect(tookMs).toBeLessThanOrEqual(2100);
  });
});

describe('A store that answers too late for a send', () => {
  it('does not deliver the message, which was certainly not sent, and is no defect', async () => {
    let delay = 0;
    const all = await inChat({ seenStore: (store, { clock }) => slow(store, clock, () => delay) });
    const { dana, clock, seen, errors } = all;
    delay = 3000;
    expect(await dana.says('late, but once')).toBe('accepted');
    await clock.pass(15_000);
    delay = 0;
    await clock.pass(aMinute);
    expect(seen().filter((text) => text.includes('late, but once'))).toHaveLength(1);
    expect(errors).toEqual([]);
  });
});
