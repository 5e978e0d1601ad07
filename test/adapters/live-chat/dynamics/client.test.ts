import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LiveChat } from '../../../../src/application/ports/live-chat.ts';
import { liveChatId } from '../../../../src/domain/ids.ts';
import { anotherAttempt, firstAttempt } from '../../../contracts/live-chat-attempt.ts';
import {
  cutAfterHead,
  json,
  type OddServer,
  oddServer,
  page,
  reset,
  text,
} from '../../http/client/odd-server.ts';
import { adapterFor, bareStart, channel, conversation, orgId, session, wordsOf } from './dynamics-client.ts';

let server: OddServer;
let liveChat: LiveChat;
beforeAll(async () => {
  server = await oddServer();
  liveChat = adapterFor(server.url);
});
afterAll(() => server.stop());

const start = (of = bareStart) => liveChat.start(of, firstAttempt(`${session}.1.0`));
const say = (said = 'Hi', attempt = firstAttempt(`${session}.2.0`)) => liveChat.say(wordsOf(said), attempt);
const end = () =>
  liveChat.end({ sessionId: session, liveChatId: liveChatId(conversation) }, 'customer', firstAttempt('e'));
const lastBody = () => JSON.parse(server.heard.at(-1)?.body ?? '');
const problem = (status: number, more: object = {}) =>
  json(status, { type: 'about:blank', title: 'x', status, ...more });

describe('The Messaging API', () => {
  it('is asked for a conversation of the session, with the problem and the context', async () => {
    server.next(
      json(200, { conversationId: conversation.toUpperCase(), isNew: true, messageId: '1234567890123' }),
    );
    const context = { order: 7, vip: true, name: 'Anna', none: null, nested: { a: [1] } };
    expect(await start({ ...bareStart, problem: 'It burns', context })).toEqual({
      outcome: 'opened',
      liveChatId: conversation,
      opening: { as: 'queued' },
    });
    expect(server.heard.at(-1)?.url).toBe('/api/v1.0/consumer/conversation/create');
    expect(server.heard.at(-1)?.headers).toMatchObject({
      authorization: 'Bearer token',
      'channel-id': channel,
      'organization-id': orgId,
    });
    expect(lastBody()).toEqual({
      customercontext: { customerid: session, preferredname: 'Anna' },
      conversationcontext: {
        order: { isDisplayable: true, value: '7' },
        vip: { isDisplayable: true, value: 'true' },
        name: { isDisplayable: true, value: 'Anna' },
        nested: { isDisplayable: true, value: '{"a":[1]}' },
      },
      conversationrequestid: `${session}.1.0`,
      startmessage: { message: 'It burns', displayname: 'Anna' },
      skipdeflectionbot: true,
    });
  });

  it('gets no more than it takes: a hundred values, 27 KB, 200 characters', async () => {
    const context = Object.fromEntries(Array.from({ length: 120 }, (_, number) => [`key${number}`, number]));
    server.next(json(200, { conversationid: conversation }));
    const customer = { id: 'a', name: 'A'.repeat(300) };
    expect(await start({ ...bareStart, customer, problem: '€'.repeat(10_000), context })).toMatchObject({
      outcome: 'opened',
    });
    const { customercontext, conversationcontext, startmessage } = lastBody();
    expect(Object.keys(conversationcontext)).toHaveLength(100);
    expect(JSON.parse(conversationcontext.more.value)).toMatchObject({ key99: 99, key119: 119 });
    expect(Buffer.byteLength(startmessage.message)).toBeLessThanOrEqual(27_000);
    expect(startmessage.message).toMatch(/^€+…$/);
    expect(customercontext.preferredname).toHaveLength(200);
  });

  it('is told words, notices, typing and the end as activities', async () => {
    server.next(json(200, { messageId: '1' }), json(200, { MessageId: 2 }), json(200, {}), json(200, {}));
    const chat = { sessionId: session, liveChatId: liveChatId(conversation) };
    const own = { channelId: channel, conversation: { id: conversation } };
    const from = { id: session, name: 'Anna' };
    const id = `${session}.2.0`;
    expect(await say('Hi')).toEqual({ outcome: 'delivered' });
    expect(server.heard.at(-1)?.url).toBe(`/api/v1.0/consumer/conversation/${conversation}`);
    const channelData = { 'handoff-bridge': { id } };
    expect(lastBody()).toEqual({ ...own, type: 'message', id, from, text: 'Hi', channelData });
    await liveChat.say({ ...wordsOf('Anna left'), kind: 'notice' }, firstAttempt(id));
    expect(lastBody().channelData['messagingapi-oc']).toEqual({ type: 'AutomatedMessage' });
    await liveChat.typing(chat);
    expect(lastBody()).toEqual({ ...own, type: 'typing', from: { name: 'Customer' } });
    expect(await end()).toEqual({ outcome: 'delivered' });
    expect(lastBody()).toEqual({ ...own, type: 'endOfConversation' });
  });

  it('takes texts of 6,000 characters, and so do its pieces', () => {
    const long = 'Words 👩‍👩‍👧‍👦 '.repeat(2_000);
    const pieces = liveChat.split(long);
    expect(pieces.join('')).toBe(long);
    for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(6_000);
  });

  it('is asked once more with another token where it refuses one', async () => {
    const renewed = adapterFor(server.url, { tokens: ['old', 'new'] });
    server.next(problem(401), json(200, { messageId: '1' }), problem(401), problem(401));
    expect(await renewed.say(wordsOf('Hi'), firstAttempt('k'))).toEqual({ outcome: 'delivered' });
    expect(server.heard.slice(-2).map(({ headers }) => headers.authorization)).toEqual([
      'Bearer old',
      'Bearer new',
    ]);
    expect(await renewed.say(wordsOf('Hi'), firstAttempt('k'))).toMatchObject({
      outcome: 'not-delivered',
      cause: '401',
    });
  });
});

describe('Availability', () => {
  const opened = json(200, { conversationId: conversation, isNew: true });
  const openedAs = (more: object) => ({
    outcome: 'opened',
    liveChatId: conversation,
    opening: { as: 'queued', ...more },
  });
  const told = (answer: object) => json(200, { '@odata.context': 'x', AverageWaitTime: null, ...answer });

  it('refuses a start out of hours, and without agents where that is wanted', async () => {
    const patient = adapterFor(server.url, { refusesWithoutAgents: false });
    const strict = adapterFor(server.url, { refusesWithoutAgents: true });
    const noAgents = { isQueueAvailable: true, isAgentAvailable: false, positionInQueue: 3 };
    server.next(
      told({ IsQueueAvailable: false, IsAgentAvailable: true }),
      told(noAgents),
      told(noAgents),
      opened,
    );
    const first = firstAttempt('k');
    expect(await patient.start(bareStart, first)).toEqual({ outcome: 'rejected', cause: 'closed' });
    expect(await strict.start(bareStart, first)).toEqual({ outcome: 'rejected', cause: 'no-agents' });
    expect(await patient.start(bareStart, first)).toEqual(openedAs({ queuePosition: 3 }));
  });

  it('is not asked before a repeat, and does not matter where it is not told', async () => {
    const strict = adapterFor(server.url, { refusesWithoutAgents: true });
    server.next(opened, json(403, {}), opened, told({ IsQueueAvailable: 'x' }), opened, reset, opened);
    expect(await strict.start(bareStart, anotherAttempt('k'))).toEqual(openedAs({}));
    for (let count = 0; count < 3; count++) {
      expect(await strict.start(bareStart, firstAttempt('k'))).toEqual(openedAs({}));
    }
  });
});

describe('What the Messaging API answers', () => {
  it.each([
    [
      'an unknown outcome, since a conversation may be open',
      'unknown',
      [reset, page(200), json(200, {}), json(500, {}), json(502, {}), cutAfterHead(200)],
    ],
    [
      'nothing that was done',
      'not-delivered',
      [
        problem(429),
        problem(503),
        problem(401),
        page(404),
        page(302),
        page(400),
        json(404, {}),
        json(400, { message: 'x' }),
      ],
    ],
    [
      'final',
      'rejected',
      [problem(400), problem(404, { errorCode: 30004 }), json(400, { error: { code: '30014' } })],
    ],
  ] as const)('to a start is %s', async (_, outcome, behaviours) => {
    server.next(...behaviours);
    for (let count = 0; count < behaviours.length; count++) {
      expect(await start(), String(count)).toMatchObject({ outcome });
    }
  });

  it.each([
    ['ended', problem(404)],
    ['ended', problem(404, { errorCode: 30013 })],
    ['ended', json(404, { ErrorCode: 30013, Message: 'x' })],
    ['unknown-live-chat', problem(400, { code: 30005 })],
    ['invalid', problem(400, { errorCode: 30011 })],
    ['invalid', problem(400, { errorCode: '30016' })],
  ])('to words is the rejection %s', async (cause, behaviour) => {
    server.next(behaviour, behaviour);
    expect(await say()).toEqual({ outcome: 'rejected', cause });
    const isOver = cause !== 'invalid';
    expect(await end()).toMatchObject({ outcome: isOver ? 'delivered' : 'rejected' });
  });

  it.each([
    ['the channel’s configuration', problem(404, { errorCode: 30004 })],
    ['the organization', problem(400, { errorCode: 30001 })],
    ['a gateway', json(404, { statusCode: 404, message: 'Resource not found' })],
    ['a page', page(404)],
    ['nothing', text(404, '')],
  ])('to words may change when it is about %s', async (_, behaviour) => {
    server.next(behaviour, behaviour);
    expect(await say()).toMatchObject({ outcome: 'not-delivered', isForeign: true });
    expect(await end()).toMatchObject({ outcome: 'not-delivered', isForeign: true });
  });

  it('to words is taken for a success when it breaks off after its status, and for none when it is a page', async () => {
    server.next(cutAfterHead(200), page(200), json(200, {}), problem(429, {}));
    expect(await say()).toEqual({ outcome: 'delivered' });
    expect(await say()).toEqual({ outcome: 'unknown', cause: 'answer-without-message', isForeign: true });
    expect(await say()).toMatchObject({ outcome: 'unknown', isForeign: true });
    expect(await say()).toMatchObject({ outcome: 'not-delivered', cause: '429' });
  });

  it('to a look before a repeat says that it is over, or leaves all as it was', async () => {
    const again = anotherAttempt(`${session}.2.0`);
    server.next(problem(404), page(200), problem(503), problem(400, { errorCode: 30006 }), reset);
    expect(await say('Hi', again)).toEqual({ outcome: 'rejected', cause: 'ended' });
    expect(await say('Hi', again)).toMatchObject({ outcome: 'unknown', cause: 'answer-without-messages' });
    expect(await say('Hi', again)).toMatchObject({ outcome: 'not-delivered', cause: '503' });
    expect(await say('Hi', again)).toMatchObject({ outcome: 'not-delivered', cause: '400' });
    expect(await say('Hi', again)).toMatchObject({ outcome: 'unknown' });
    expect(server.heard.slice(-5).every(({ url }) => url.includes('/messages?StartTimeStamp='))).toBe(true);
  });
});
