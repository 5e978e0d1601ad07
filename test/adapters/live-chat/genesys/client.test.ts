import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anotherAttempt, firstAttempt } from '../../../contracts/live-chat-attempt.ts';
import { type GenesysAndPlatform, genesysAndPlatform } from './platform.ts';

let its: GenesysAndPlatform;

beforeEach(async () => {
  its = await genesysAndPlatform({ withQueue: true });
});
afterEach(() => its.stop());

const say = async (text: string, chat: Awaited<ReturnType<GenesysAndPlatform['opened']>>, isRepeat = false) =>
  its.liveChat.say(
    { ...chat, messageId: text, text, sender: 'Anna', at: Date.now(), kind: 'customer' },
    (isRepeat ? anotherAttempt : firstAttempt)(text),
  );
const texts = (number: number) => its.platform.chats[number]?.messages.map(({ text }) => text);

describe('The client of Genesys', () => {
  it('is refused a start as no-agents while no agent is on the queue', async () => {
    its.platform.refuse('no-agents');
    await expect(its.opened()).rejects.toThrow('rejected');
    expect(its.platform.chats).toEqual([]);
  });

  it('gives what a topic passed on as texts, beside what is its own', async () => {
    await its.opened({ context: { order: 7, cart: { items: [1] }, nothing: null, note: 'x'.repeat(3000) } });
    const { body } = its.platform.requests.find(({ path }) => path.endsWith('/message')) ?? {};
    expect(body).toMatchObject({
      channel: {
        from: { id: 'hs_1', idType: 'Opaque', nickname: 'Anna' },
        metadata: {
          customAttributes: { order: '7', cart: '{"items":[1]}', customer_id: 'c1', handoff_session: 'hs_1' },
        },
      },
    });
    expect(its.platform.chats[0]?.context?.note).toHaveLength(1000);
  });

  it('opens with a long problem in several messages, in one conversation', async () => {
    await its.opened({ firstWords: 'word '.repeat(1500) });
    expect(its.platform.chats).toHaveLength(1);
    expect(texts(0)?.join('')).toBe('word '.repeat(1500));
  });

  it('tells the copilot how long Genesys expects the wait to be', async () => {
    await its.opened();
    expect(its.platform.requests.filter(({ path }) => path.endsWith('/estimatedwaittime'))).toHaveLength(1);
  });

  it('ends what words after the end have opened, and refuses those that follow', async () => {
    const chat = await its.opened();
    await its.platform.chats[0]?.ends();
    expect(await say('too late', chat)).toEqual({ outcome: 'rejected', cause: 'ended' });
    expect(its.platform.chats.map(({ status }) => status)).toEqual(['ended', 'ended']);
    expect(await say('once more', chat)).toEqual({ outcome: 'rejected', cause: 'ended' });
    expect(its.platform.chats).toHaveLength(2);
  });

  it('says words that have opened another conversation once, although that one cannot be ended at once', async () => {
    const chat = await its.opened();
    await its.platform.chats[0]?.ends();
    its.platform.failNext({ path: '/end', reset: 'after-accepting' });
    expect(await say('too late', chat)).toMatchObject({ outcome: 'unknown' });
    expect(await say('too late', chat, true)).toEqual({ outcome: 'rejected', cause: 'ended' });
    expect(its.platform.chats.map(({ status }) => status)).toEqual(['ended', 'ended']);
    expect(texts(1)).toEqual(['too late']);
  });

  it('looks before it says what has waited, and opens nothing where the conversation is over', async () => {
    const chat = await its.opened();
    const words = { ...chat, messageId: 'm1', text: 'late', sender: 'Anna', kind: 'customer' } as const;
    const waited = { ...words, at: Date.now() - 6_000 };
    expect(await its.liveChat.say(waited, firstAttempt('m1'))).toEqual({ outcome: 'delivered' });
    await its.platform.chats[0]?.ends();
    expect(await its.liveChat.say(waited, firstAttempt('m2'))).toEqual({
      outcome: 'rejected',
      cause: 'ended',
    });
    expect(its.platform.chats).toHaveLength(1);
  });

  it('finds the conversation that late words have opened when their answer was lost', async () => {
    const chat = await its.opened();
    await its.platform.chats[0]?.ends();
    its.platform.failNext({ path: '/send', reset: 'after-accepting' });
    expect(await say('too late', chat)).toMatchObject({ outcome: 'unknown' });
    expect(await say('too late', chat, true)).toEqual({ outcome: 'rejected', cause: 'ended' });
    expect(its.platform.chats.map(({ status }) => status)).toEqual(['ended', 'ended']);
  });

  it('shows words twice at most where a look-up does not give their ids back', async () => {
    its.platform.behave({ choices: { forgetsOwnIds: true } });
    const chat = await its.opened();
    its.platform.failNext({ path: '/send', reset: 'after-accepting' });
    await say('yes', chat);
    expect(await say('yes', chat, true)).toEqual({ outcome: 'delivered' });
    expect(texts(0)?.slice(1)).toEqual(['yes', 'yes']);
  });

  it('takes no page in between for a refusal', async () => {
    const chat = await its.opened();
    its.platform.failNext({ path: '/send', status: 400, body: '<h1>Sign in</h1>' });
    expect(await say('hello', chat)).toMatchObject({ outcome: 'not-delivered', isForeign: true });
  });

  it('asks for another token when one is refused', async () => {
    const chat = await its.opened();
    its.platform.failNext({ path: '/send', status: 401 });
    // The platform gives the same one again, so that the words are not sent with it once more.
    expect(await say('hello', chat)).toMatchObject({ outcome: 'not-delivered', cause: '401' });
    expect(its.platform.requests.filter(({ path }) => path === '/oauth/token')).toHaveLength(2);
  });
});
