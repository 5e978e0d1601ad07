import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LiveChat, LiveChatStart } from '../../../../src/application/ports/live-chat.ts';
import { channelId, liveChatId, sessionId } from '../../../../src/domain/ids.ts';
import { anotherAttempt, firstAttempt } from '../../../contracts/live-chat-attempt.ts';
import { cutAfterHead, json, page, reset, text } from '../../http/client/odd-server.ts';
import { openedFor, type ScriptedInstance, scriptedInstance } from './scripted-instance.ts';

let instance: ScriptedInstance;
beforeEach(async () => {
  instance = await scriptedInstance();
});
afterEach(() => instance.stop());

const id = 'hs_0d3b2f6e-3c1a-4a0e-8a54-7e2f4c9d1b10';
const chat = { sessionId: sessionId(id), liveChatId: liveChatId(id) };
const opening: LiveChatStart = {
  sessionId: chat.sessionId,
  channel: channelId('msteams'),
  customer: { id: 'c1', name: 'Anna', locale: 'de-CH' },
  firstWords: 'The printer burns',
  transcript: [],
};
const k = firstAttempt('k');
const client = (changes?: Readonly<Record<string, string>>): LiveChat =>
  openedFor(instance.url, changes).liveChat;
const say = (liveChat = client(), words = 'Hi') =>
  liveChat.say(
    { ...chat, messageId: 'm1', text: words, sender: 'Anna', at: 1_700_000_000_000, kind: 'customer' },
    k,
  );

const failure = (status: number) =>
  json(status, { status: 'failure', error: { message: 'Not done', detail: 'Printer burns' } });

describe('A start in ServiceNow', () => {
  it('asks for an agent in the name of the session, and is that session from then on', async () => {
    expect(await client().start(opening, k)).toEqual({
      outcome: 'opened',
      liveChatId: id,
      opening: { as: 'queued' },
    });
    expect(instance.heard[0]?.url).toBe('/api/sn_va_as_service/bot/integration');
    expect(instance.bodies()).toEqual([
      {
        action: 'AGENT',
        requestId: expect.stringMatching(/^ask-/),
        clientSessionId: id,
        userId: id,
        timestamp: expect.any(Number),
        timezone: 'UTC',
        botToBot: true,
        message: { text: 'The printer burns', typed: true, clientMessageId: expect.any(String) },
        contextVariables: {
          live_agent_only: 'true',
          customer_id: 'c1',
          customer_name: 'Anna',
          customer_channel: 'msteams',
          requester_session_language: 'de',
        },
        clientVariables: { handoffSession: id, contextVariables: expect.any(Object) },
      },
    ]);
  });

  it('carries transcript and context, and the account where operators say which fact names it', async () => {
    const liveChat = client({
      LIVECHAT_SERVICENOW_CATEGORY: 'hr',
      LIVECHAT_SERVICENOW_CONTEXT_VARIABLES: 'live_agent_only=true, site = north',
      LIVECHAT_SERVICENOW_EMAIL_VARIABLE: 'mail',
      LIVECHAT_SERVICENOW_TIMEZONE: 'Europe/Zurich',
    });
    const before = Date.now();
    await liveChat.start(
      {
        ...opening,
        transcript: [
          { from: 'customer', text: 'Hello', at: 1_739_866_290_393 },
          { from: 'copilot', text: 'Hi' },
        ],
        context: { order: 7, b2b_category: 'it', mail: 'anna@contoso.com', deep: { a: [1] } },
      },
      k,
    );
    const [body] = instance.bodies();
    expect(body).toMatchObject({
      timezone: 'Europe/Zurich',
      emailId: 'anna@contoso.com',
      contextVariables: { order: '7', b2b_category: 'it', site: 'north', deep: '{"a":[1]}' },
      history: [
        {
          isBotMessage: false,
          value: 'Hello',
          displayName: 'Anna',
          type: 'text',
          timestamp: '1739866290393',
        },
        { isBotMessage: true, value: 'Hi', displayName: 'Bot', type: 'text', timestamp: expect.any(String) },
      ],
    });
    const times = JSON.stringify(body?.history).match(/(?<="timestamp":")\d+/g);
    expect(Number(times?.[1])).toBeGreaterThanOrEqual(before);
  });

  it.each([['nothing'], ['Anna'], ['a b@c'], [7]])('has no account when the fact is %j', async (mail) => {
    const liveChat = client({ LIVECHAT_SERVICENOW_EMAIL_VARIABLE: 'mail' });
    await liveChat.start({ ...opening, context: mail === 'nothing' ? {} : { mail } }, k);
    expect(instance.bodies()[0]).not.toHaveProperty('emailId');
  });

  it('is the same session when it is repeated, under another requestId', async () => {
    const liveChat = client();
    instance.next(reset);
    expect(await liveChat.start(opening, k)).toMatchObject({ outcome: 'unknown' });
    const { firstWords: _, ...erased } = opening;
    expect(await liveChat.start(erased, anotherAttempt('k'))).toMatchObject({
      outcome: 'opened',
      liveChatId: id,
    });
    const [first, second] = instance.bodies();
    expect(second).toMatchObject({ clientSessionId: id, message: { text: '' } });
    expect(second?.requestId).not.toBe(first?.requestId);
  });

  it('is refused by a failure, and by nothing that an operator can mend', async () => {
    const liveChat = client();
    instance.next(failure(200), failure(400), failure(401), failure(403), failure(405), failure(500));
    const outcomes = [];
    for (let count = 0; count < 6; count++) outcomes.push(await liveChat.start(opening, k));
    expect(outcomes).toMatchObject([
      { outcome: 'rejected', cause: 'unavailable' },
      { outcome: 'rejected', cause: 'unavailable' },
      { outcome: 'not-delivered', cause: '401' },
      { outcome: 'not-delivered', cause: '403', isForeign: true },
      { outcome: 'not-delivered', cause: '405', isForeign: true },
      { outcome: 'unknown', cause: '500' },
    ]);
  });
});

describe('Words to ServiceNow', () => {
  it('go without an action, with their own id and time', async () => {
    expect(await say()).toEqual({ outcome: 'delivered' });
    expect(instance.bodies()).toEqual([
      {
        requestId: expect.any(String),
        clientSessionId: id,
        userId: id,
        timestamp: 1_700_000_000_000,
        timezone: 'UTC',
        message: { text: 'Hi', typed: true, clientMessageId: 'm1' },
        clientVariables: { handoffSession: id },
      },
    ]);
  });

  it('are in pieces whose echo a callback has room for', () => {
    const pieces = client().split('中'.repeat(100_000));
    expect(pieces.map(({ length }) => length)).toEqual([30_000, 30_000, 30_000, 10_000]);
  });

  it('of the bridge itself say so beside them', async () => {
    const notice = { ...chat, messageId: 'n1', text: 'Anna has left.', sender: 'Handoff Bridge', at: 0 };
    await client().say({ ...notice, kind: 'notice' }, k);
    expect(instance.bodies()[0]).toMatchObject({
      message: { text: 'Anna has left.', typed: true, clientMessageId: 'n1' },
      clientVariables: { handoffSession: id, kind: 'notice' },
    });
  });

  it('are taken by a success below `result` as well', async () => {
    instance.next(json(200, { result: { status: 'success' } }));
    expect(await say()).toEqual({ outcome: 'delivered' });
  });

  it('are lost to a failure one by one, and the session goes on', async () => {
    instance.next(failure(200), failure(400));
    expect(await say()).toEqual({ outcome: 'rejected', cause: 'invalid' });
    expect(await say()).toEqual({ outcome: 'rejected', cause: 'invalid' });
  });

  it.each([
    ['the page of an instance that hibernates', page(200)],
    ['another body', json(200, { result: {} })],
    ['no body', text(204, '')],
    ['a page that breaks off', cutAfterHead(200, { 'content-type': 'text/html' })],
  ])('have not arrived for all that is known after %s', async (_, behaviour) => {
    instance.next(behaviour);
    expect(await say()).toEqual({ outcome: 'unknown', cause: 'answer-without-status', isForeign: true });
  });

  it('have arrived when the answer breaks off after its status', async () => {
    instance.next(cutAfterHead(200));
    expect(await say()).toEqual({ outcome: 'delivered' });
  });

  it('wait as long as the instance says', async () => {
    instance.next(
      json(429, { status: 'failure' }, { 'retry-after': '7' }),
      json(
        429,
        {},
        { 'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 60), 'x-ratelimit-limit': '5' },
      ),
    );
    expect(await say()).toEqual({ outcome: 'not-delivered', cause: '429', retryAfterMs: 7000 });
    const paused = await say();
    expect(paused).toMatchObject({ outcome: 'not-delivered', cause: '429' });
    expect('retryAfterMs' in paused && paused.retryAfterMs).toBeGreaterThan(50_000);
  });

  it('never go to a chat that another live chat had opened, nor does its end', async () => {
    const liveChat = client();
    const other = { sessionId: chat.sessionId, liveChatId: liveChatId('lc_8Zq1') };
    const words = { ...other, messageId: 'm', text: 'Hi', sender: 'Anna', at: 0, kind: 'customer' } as const;
    expect(await liveChat.say(words, k)).toEqual({ outcome: 'rejected', cause: 'unknown-live-chat' });
    expect(await liveChat.end(other, 'customer', k)).toEqual({ outcome: 'delivered' });
    await liveChat.typing(other);
    expect(instance.heard).toEqual([]);
  });

  it('are not in the log when they are refused', async () => {
    const { liveChat, logged } = openedFor(instance.url);
    instance.next(
      json(400, { status: 'failure', error: { message: 'x', detail: 'Bad text: Secret words of Anna' } }),
    );
    await say(liveChat, 'Secret words of Anna');
    expect(logged()).toContain('refused-by-live-chat');
    expect(logged()).toContain('Bad text');
    expect(logged()).not.toMatch(/Secret|Anna/);
  });
});

describe('An end in ServiceNow', () => {
  it('is told without words', async () => {
    expect(await client().end(chat, 'customer', k)).toEqual({ outcome: 'delivered' });
    expect(instance.bodies()[0]).toMatchObject({
      action: 'END_CONVERSATION',
      clientSessionId: id,
      message: { text: '', typed: true, clientMessageId: expect.any(String) },
    });
  });

  it('is kept for people to look at when it fails for good, and repeated otherwise', async () => {
    const liveChat = client();
    instance.next(failure(200), failure(500), failure(429));
    expect(await liveChat.end(chat, 'customer', k)).toEqual({ outcome: 'rejected', cause: 'failure' });
    expect(await liveChat.end(chat, 'customer', k)).toMatchObject({ outcome: 'unknown' });
    expect(await liveChat.end(chat, 'customer', k)).toMatchObject({ outcome: 'not-delivered' });
  });
});
