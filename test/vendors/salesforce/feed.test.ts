import { describe, expect, it, vi } from 'vitest';
import { organization } from '../../adapters/live-chat/salesforce/organization.ts';
import { firstAttempt } from '../../contracts/live-chat-attempt.ts';
import { followed } from './followed.ts';

const quick = { deafAfterMs: 400, listEveryMs: 60_000 };
const lists = { deafAfterMs: 60_000, listEveryMs: 200 };

describe('The feed of Salesforce', () => {
  it('tells what happens in a conversation, and not what the customer says', async () => {
    const { begun, feed, liveChat } = await organization();
    const chat = await begun();
    const following = followed(feed, chat.id);
    await following.isHeard();
    await chat.queuePosition(2, 90);
    await chat.join('Dana');
    await liveChat.say(
      {
        sessionId: chat.handoffSessionId as never,
        liveChatId: chat.id as never,
        messageId: 'm',
        text: 'It burns',
        sender: 'Anna',
        at: Date.now(),
        kind: 'customer',
      },
      firstAttempt('m1'),
    );
    await chat.says('Hello');
    await chat.typing();
    await chat.transfersTo('Sam');
    await chat.leaves();
    await chat.ends();
    await following.hears(
      'queue-position 2 90',
      'joined Dana',
      'Dana: Hello',
      'typing',
      'transferred Sam',
      'left Sam',
      'ended',
    );
    following.stop();
    expect(await following.over).toBe('stopped');
  });

  it('tells a transfer in two changes as left and joined, and a failed routing as no agents', async () => {
    const { begun, feed } = await organization({ choices: { splitsTransfers: true } });
    const chat = await begun();
    await chat.join('Dana');
    await chat.transfersTo('Sam');
    await chat.ends({ reason: 'no-agents' });
    const following = followed(feed, chat.id);
    await following.hears('joined Dana', 'left Dana', 'joined Sam', 'ended no-agents');
    following.stop();
  });

  it.each([
    { what: 'resumes', choices: {} },
    { what: 'begins too early', choices: { overlap: 3 } },
    { what: 'resumes nothing', choices: { resumes: false } },
    { what: 'says all twice', choices: { times: 2 } },
    { what: 'is beside a list of texts', choices: { listsText: true } },
  ])('goes on at its bookmark with a stream that $what', async ({ choices }) => {
    const { begun, feed, behave } = await organization({ choices });
    const chat = await begun();
    const first = followed(feed, chat.id);
    await first.isHeard();
    await chat.says('one');
    await chat.says('two');
    await first.hears('Dana: one', 'Dana: two');
    first.stop();
    await first.over;
    await chat.says('three');
    const second = followed(feed, chat.id, first.events.at(-1)?.bookmark);
    await vi.waitFor(() => expect(second.told()).toContain('Dana: three'), 3000);
    await chat.says('four');
    await vi.waitFor(() => expect(second.told()).toContain('Dana: four'), 3000);
    second.stop();
    behave({});
    // What was told before may be told again, under the id by which that is known.
    const ids = [...first.events, ...second.events].map(({ messageId }) => messageId);
    const all = new Map([...first.events, ...second.events].map((event) => [event.messageId, event]));
    expect(new Set(ids).size).toBe(4);
    expect([...all.values()].map((event) => event.kind === 'message' && event.text)).toEqual([
      'one',
      'two',
      'three',
      'four',
    ]);
  });
});

describe('A stream of Salesforce that is not as it should be', () => {
  it('is found out when it leaves words out, and they are told', async () => {
    const { begun, feed, behave } = await organization({ pace: lists });
    const chat = await begun();
    const following = followed(feed, chat.id);
    await following.isHeard();
    behave({ loses: true });
    await chat.says('lost on the stream');
    behave({});
    await following.hears('Dana: lost on the stream');
    expect(await following.over).toMatch(/left something out/);
  });

  it('has nothing skipped that it left out, though later words were told and the follower stopped then', async () => {
    const { begun, feed, behave } = await organization();
    const chat = await begun();
    const first = followed(feed, chat.id);
    await first.isHeard();
    behave({ loses: true });
    await chat.says('lost on the stream');
    behave({});
    await chat.says('told');
    await first.hears('Dana: told');
    first.stop();
    const second = followed(feed, chat.id, first.events.at(-1)?.bookmark);
    await vi.waitFor(() => expect(second.told()).toContain('Dana: lost on the stream'), 3000);
    second.stop();
  });

  it('has what it left out told before the end, since nothing is told after it', async () => {
    const { begun, feed, behave } = await organization();
    const chat = await begun();
    const following = followed(feed, chat.id);
    await following.isHeard();
    behave({ loses: true });
    await chat.says('lost on the stream');
    behave({});
    await chat.ends();
    await following.hears('Dana: lost on the stream', 'ended');
    following.stop();
  });

  it('is found out when it is up and silent, and what it missed is heard on the next one', async () => {
    const { begun, feed, behave } = await organization({ pace: quick });
    const chat = await begun();
    const first = followed(feed, chat.id);
    await first.isHeard();
    behave({ isDeaf: true });
    await chat.says('into the silence');
    expect(await first.over).toMatch(/silent/);
    const second = followed(feed, chat.id);
    await second.hears('Dana: into the silence');
    second.stop();
  });

  it('is not given up while it gives signs of life alone', async () => {
    const { begun, feed } = await organization({ pace: quick, choices: { pingMs: 100 } });
    const chat = await begun();
    const following = followed(feed, chat.id);
    await following.isHeard();
    await new Promise((resolve) => setTimeout(resolve, 900));
    await chat.says('still there');
    await following.hears('Dana: still there');
    following.stop();
    expect(await following.over).toBe('stopped');
  });

  it('is made anew with another token before that of a chat expires, and nothing is lost by that', async () => {
    const { begun, feed, simulator } = await organization({ choices: { tokenSeconds: 2 } });
    const chat = await begun();
    const following = followed(feed, chat.id);
    await following.isHeard();
    const said: string[] = [];
    for (let count = 0; count < 25; count++) {
      said.push(`Dana: word ${count}`);
      await chat.says(`word ${count}`);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    await following.hears(...said);
    const streams = simulator.requests.filter(({ path }) => path.endsWith('/sse'));
    expect(streams.map(({ status }) => status)).not.toContain(401);
    expect(new Set(streams.map(({ headers }) => headers.authorization)).size).toBeGreaterThanOrEqual(2);
    following.stop();
    expect(await following.over).toBe('stopped');
  });

  it('is refused while streams are, and says so', async () => {
    const { begun, feed, behave } = await organization();
    const chat = await begun();
    behave({ isAway: true });
    expect(await followed(feed, chat.id).over).toMatch(/503/);
  });
});

describe('The follower of a Salesforce conversation', () => {
  it('ends at once when it is not wanted any more', async () => {
    const { begun, feed } = await organization();
    const chat = await begun();
    const following = followed(feed, chat.id);
    await following.isHeard();
    const since = Date.now();
    following.stop();
    expect(await following.over).toBe('stopped');
    expect(Date.now() - since).toBeLessThan(1000);
  });
});
