import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startLiveChat } from '../../../../simulators/live-chat/start-live-chat.ts';
import { simulatedVendor } from '../../../../simulators/live-chat/vendors.ts';
import type { LiveChat } from '../../../../src/application/ports/live-chat.ts';
import { anotherAttempt, firstAttempt } from '../../../contracts/live-chat-attempt.ts';
import { json, type OddServer, oddServer } from '../../http/client/odd-server.ts';
import { adapterFor, bareStart, session, wordsOf } from './dynamics-client.ts';

let server: OddServer;
let liveChat: LiveChat;
beforeAll(async () => {
  server = await oddServer();
  liveChat = adapterFor(server.url);
});
afterAll(() => server.stop());

const say = (said: string, attempt = firstAttempt(`${session}.2.0`)) => liveChat.say(wordsOf(said), attempt);
const lastBody = () => JSON.parse(server.heard.at(-1)?.body ?? '');

describe('A look before a repeat', () => {
  const again = anotherAttempt(`${session}.2.0`);
  const listed = (...messages: readonly object[]) => json(200, { messages, continuationToken: 'x' });
  const looks = () => server.heard.filter(({ url }) => url.includes('/messages?')).length;

  it.each([
    ['our id', { id: `${session}.2.0`, text: 'other' }],
    ['our id in its channelData', { channelData: { 'handoff-bridge': { id: `${session}.2.0` } } }],
    [
      'the text, the sender and the time',
      { text: 'Hi', from: { id: session }, timestamp: new Date().toISOString() },
    ],
    ['the text and the name', { Text: 'Hi', From: { Name: 'Anna' }, timestamp: null }],
    ['the text, of no sender and no time', { text: 'Hi', from: {} }],
  ])('finds a message by %s', async (_, found) => {
    server.next(listed({ text: 'Before' }, found));
    expect(await say('Hi', again)).toEqual({ outcome: 'delivered' });
    expect(server.heard.at(-1)?.url).toContain('/messages?');
  });

  it.each([
    ['another id of ours', { id: `${session}.1.0`, text: 'Hi', from: { id: session } }],
    ['another sender', { text: 'Hi', from: { id: 'agent', name: 'Anna' } }],
    ['another name', { text: 'Hi', from: { name: 'Dana' } }],
    ['an earlier time', { text: 'Hi', from: {}, timestamp: new Date(Date.now() - 10_000).toISOString() }],
    ['another text', { text: 'Hi!', from: { id: session } }],
  ])('does not take one with %s for it', async (_, other) => {
    server.next(listed(other), json(200, { messageId: '1' }));
    expect(await say('Hi', again)).toEqual({ outcome: 'delivered' });
    expect(lastBody()).toMatchObject({ type: 'message', text: 'Hi' });
  });

  it('goes on over pages that are full, and ends at one that is not', async () => {
    const full = listed(...Array.from({ length: 100 }, () => ({ text: 'x' })));
    const before = looks();
    server.next(full, listed({ id: `${session}.2.0` }));
    expect(await say('Hi', again)).toEqual({ outcome: 'delivered' });
    expect(looks() - before).toBe(2);
    expect(server.heard.at(-1)?.url).toContain('ContinuationToken=x');
  });
});

describe('A conversation whose answers get lost', () => {
  const kind = 'dynamics';
  const pairing = () => {
    const ends = { bridgeUrl: 'http://127.0.0.1:9', apiKey: 'token', webhookSecret: '' };
    return simulatedVendor(kind).pairing(ends).options;
  };
  let simulator: Awaited<ReturnType<typeof startLiveChat>>;
  let adapter: LiveChat;
  beforeEach(async () => {
    simulator = await startLiveChat({ kind, ...pairing() });
    adapter = adapterFor(simulator.url);
  });
  afterEach(() => simulator.stop());

  it.each(['channelData', 'id', 'nothing'])(
    'has each message once where the list gives %s back',
    async (echoes) => {
      simulator.behave({ choices: { echoes, isOdd: echoes === 'id' } });
      simulator.failNext({ path: '/start', reset: 'after-accepting' });
      expect(await adapter.start(bareStart, firstAttempt('s'))).toMatchObject({ outcome: 'unknown' });
      const opened = await adapter.start(bareStart, anotherAttempt('s'));
      if (opened.outcome !== 'opened') throw new Error(opened.outcome);
      expect(simulator.chats).toHaveLength(1);
      const words = (said: string) => ({ ...wordsOf(said), liveChatId: opened.liveChatId });
      await adapter.say(words('one'), firstAttempt(`${session}.2.0`));
      simulator.failNext({ path: '/send', reset: 'after-accepting' });
      const second = words('two');
      expect(await adapter.say(second, firstAttempt(`${session}.3.0`))).toMatchObject({ outcome: 'unknown' });
      expect(await adapter.say(second, anotherAttempt(`${session}.3.0`))).toEqual({ outcome: 'delivered' });
      simulator.failNext({ path: '/send', reset: 'before' });
      const third = words('three');
      expect(await adapter.say(third, firstAttempt(`${session}.4.0`))).toMatchObject({ outcome: 'unknown' });
      expect(await adapter.say(third, anotherAttempt(`${session}.4.0`))).toEqual({ outcome: 'delivered' });
      expect(simulator.chats[0]?.messages.map(({ text: said }) => said)).toEqual(['one', 'two', 'three']);
      simulator.failNext({ path: '/end', reset: 'after-accepting' });
      const chat = { sessionId: session, liveChatId: opened.liveChatId };
      expect(await adapter.end(chat, 'customer', firstAttempt('e'))).toMatchObject({ outcome: 'unknown' });
      expect(await adapter.end(chat, 'customer', anotherAttempt('e'))).toEqual({ outcome: 'delivered' });
    },
  );
});
