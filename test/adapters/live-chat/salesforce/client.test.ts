import { describe, expect, it } from 'vitest';
import type { LiveChatMessage } from '../../../../src/application/ports/live-chat.ts';
import { liveChatId, sessionId } from '../../../../src/domain/ids.ts';
import { anotherAttempt, firstAttempt } from '../../../contracts/live-chat-attempt.ts';
import { bareStart, type Organization, organization, session } from './organization.ts';

const wordsIn = (chat: { readonly id: string }, text: string): LiveChatMessage => ({
  sessionId: session,
  liveChatId: liveChatId(chat.id),
  messageId: 'm',
  text,
  sender: 'Anna',
  at: Date.now(),
  kind: 'customer',
});

const read = ({ simulator }: Organization): readonly string[] =>
  simulator.chats[0]?.messages.map(({ text }) => text) ?? [];

const uuid4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

describe('A start at Salesforce', () => {
  it('begins a conversation whose id follows from the session, with what a flow can route by', async () => {
    const its = await organization();
    const context = { order: 17, plan: 'gold', _firstName: 'Eve', 'not a name': 'x', none: null };
    const chat = await its.begun({ ...bareStart, problem: 'It burns', context });
    expect(chat.id).toMatch(uuid4);
    expect(chat).toMatchObject({ customerName: 'Anna', handoffSessionId: session });
    expect(chat.context).toEqual({ order: '17', plan: 'gold' });
    const other = await organization();
    expect((await other.begun()).id).toBe(chat.id);
    expect((await other.begun({ ...bareStart, sessionId: sessionId('hs_2') })).id).not.toBe(chat.id);
  });

  it.each(['conflict', 'taken'] as const)(
    'is repeated without a second conversation, where one of the same id is a %s',
    async (conversations) => {
      const { liveChat, simulator } = await organization({ choices: { conversations } });
      simulator.failNext({ path: '/start', reset: 'after-accepting' });
      expect(await liveChat.start(bareStart, firstAttempt('s'))).toMatchObject({ outcome: 'unknown' });
      const again = await liveChat.start(bareStart, anotherAttempt('s'));
      // A repeat that was not told that there may be one already, as after a crash of the bridge.
      expect(await liveChat.start(bareStart, firstAttempt('s'))).toEqual(again);
      expect(again).toMatchObject({ outcome: 'opened', liveChatId: simulator.chats[0]?.id });
      expect(simulator.chats).toHaveLength(1);
    },
  );

  it.each([
    { status: 204, body: '' },
    { status: 200, body: '<html>sign in</html>' },
    { status: 202, body: {} },
  ])('is repeated after $status with $body, which something in between may have said', async (answer) => {
    const { liveChat, simulator } = await organization();
    simulator.failNext({ path: '/start', ...answer });
    expect(await liveChat.start(bareStart, firstAttempt('s'))).toMatchObject({ outcome: 'unknown' });
    expect(simulator.chats).toEqual([]);
    expect(await liveChat.start(bareStart, anotherAttempt('s'))).toMatchObject({ outcome: 'opened' });
    expect(simulator.chats).toHaveLength(1);
  });

  it('has a stream open while the conversation begins', async () => {
    const { simulator, begun } = await organization();
    await begun();
    const paths = simulator.requests.map(({ method, path }) => `${method} ${path.split('/').at(-1)}`);
    expect(paths).toEqual(['POST access-token', 'GET sse', 'POST conversation']);
  });

  it('begins nothing for a customer whom Salesforce takes for an anonymous one, and says why', async () => {
    const { liveChat, simulator, logged } = await organization({ choices: { verifiesNone: true } });
    expect(await liveChat.start(bareStart, firstAttempt('s'))).toMatchObject({ outcome: 'not-delivered' });
    expect(simulator.chats).toEqual([]);
    expect(simulator.requests.map(({ path }) => path.split('/').at(-1))).toEqual(['access-token']);
    expect(logged).toContainEqual(expect.objectContaining({ event: 'no-token', reason: 'anonymous-token' }));
  });

  it.each([
    ['LIVECHAT_SALESFORCE_KEY_ID', 'another-key'],
    ['LIVECHAT_SALESFORCE_ISSUER', 'https://else.example'],
    ['LIVECHAT_SALESFORCE_AUDIENCE', 'https://else.my.salesforce.com'],
  ])('begins nothing where %s is another one than is registered', async (name, value) => {
    const { liveChat, simulator } = await organization({ settings: { [name]: value } });
    expect(await liveChat.start(bareStart, firstAttempt('s'))).toMatchObject({ outcome: 'not-delivered' });
    expect(simulator.chats).toEqual([]);
  });
});

describe('Words to Salesforce', () => {
  it.each(['shown', 'conflict', 'taken'] as const)(
    'are looked for before they are repeated, where a second message of the same id is %s',
    async (duplicates) => {
      const its = await organization({ choices: { duplicates } });
      const chat = await its.begun();
      const words = wordsIn(chat, 'once');
      its.simulator.failNext({ path: '/send', reset: 'after-accepting' });
      expect(await its.liveChat.say(words, firstAttempt('k'))).toMatchObject({ outcome: 'unknown' });
      expect(await its.liveChat.say(words, anotherAttempt('k'))).toEqual({ outcome: 'delivered' });
      expect(read(its)).toEqual(['once']);
    },
  );

  it('are found behind more than a page of others', async () => {
    const its = await organization();
    const chat = await its.begun();
    await its.liveChat.say(wordsIn(chat, 'first'), firstAttempt('k'));
    for (let count = 0; count < 120; count++) await chat.says(`word ${count}`);
    await its.liveChat.say(wordsIn(chat, 'last'), firstAttempt('l'));
    expect(await its.liveChat.say(wordsIn(chat, 'last'), anotherAttempt('l'))).toEqual({
      outcome: 'delivered',
    });
    expect(read(its).filter((text) => text === 'last')).toEqual(['last']);
  });

  it('are no notice, and notices are marked', async () => {
    const its = await organization();
    const chat = await its.begun();
    await its.liveChat.say(wordsIn(chat, 'mine'), firstAttempt('a'));
    await its.liveChat.say({ ...wordsIn(chat, 'ours'), kind: 'notice' }, firstAttempt('b'));
    expect(chat.messages.map(({ from, text }) => [from, text])).toEqual([
      ['customer', 'mine'],
      ['notice', 'ours'],
    ]);
  });

  it.each([
    { status: 404, body: '<html>not found</html>', outcome: 'not-delivered' },
    { status: 404, body: { error: 'Not Found' }, outcome: 'not-delivered' },
    { status: 404, body: { message: 'The conversation is not known.' }, outcome: 'rejected' },
    { status: 404, body: [{ message: 'Gone', errorCode: 'NOT_FOUND' }], outcome: 'rejected' },
    { status: 400, body: { errorCode: 'INVALID_TEXT' }, outcome: 'rejected' },
    { status: 410, body: { error: 'session-over' }, outcome: 'rejected' },
    { status: 502, body: '', outcome: 'unknown' },
    { status: 204, body: '', outcome: 'unknown' },
    { status: 202, body: {}, outcome: 'unknown' },
    {
      status: 200,
      body: '<html>sign in</html>',
      headers: { 'content-type': 'text/html' },
      outcome: 'unknown',
    },
  ])('are $outcome after $status with $body', async ({ outcome, ...fault }) => {
    const its = await organization();
    const chat = await its.begun();
    its.simulator.failNext({ path: '/send', ...fault });
    const delivery = await its.liveChat.say(wordsIn(chat, 'hello'), firstAttempt('k'));
    expect(delivery).toMatchObject({ outcome });
  });

  it('go with another token where the first one is refused', async () => {
    const its = await organization();
    const chat = await its.begun();
    its.simulator.failNext({ path: '/send', status: 401 });
    expect(await its.liveChat.say(wordsIn(chat, 'hello'), firstAttempt('k'))).toEqual({
      outcome: 'delivered',
    });
    expect(its.logged).toContainEqual(expect.objectContaining({ event: 'token-refused' }));
    expect(read(its)).toEqual(['hello']);
  });
});

describe('The end of a Salesforce session', () => {
  it('is the end of a session that has none, without a line in the log', async () => {
    const its = await organization();
    const chat = await its.begun();
    const open = { sessionId: session, liveChatId: liveChatId(chat.id) };
    for (const key of ['e', 'f'])
      expect(await its.liveChat.end(open, 'customer', firstAttempt(key))).toEqual({ outcome: 'delivered' });
    expect(chat.status).toBe('ended');
    expect(its.logged).toEqual([]);
  });
});
