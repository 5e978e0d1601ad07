import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clouds } from '../../../../src/adapters/bot-framework/clouds.ts';
import { postActivity } from '../../../../src/adapters/bot-framework/post-activity.ts';
import { serviceHosts } from '../../../../src/adapters/bot-framework/service-hosts.ts';
import { proactiveMessages } from '../../../../src/adapters/channels/teams/proactive-messages.ts';
import { attempt } from '../../../contracts/delivery-attempt.ts';
import { addressText } from '../../bot-framework/address.ts';
import {
  cutAfterHead,
  flood,
  headOnly,
  json,
  type OddServer,
  oddServer,
  page,
  reset,
  text,
} from '../../http/client/odd-server.ts';

let server: OddServer;
let channel: ReturnType<typeof proactiveMessages>;
let address: string;
const conversationId = 'a:1x@unq.gbl.spaces;messageid=1/../%2f?#ü';
beforeAll(async () => {
  server = await oddServer();
  const allows = serviceHosts([new URL(server.url).host]);
  const tokenOf = (app: string) => async (scope: string) => `${app}.${Buffer.from(scope).toString('hex')}.x`;
  channel = proactiveMessages({ post: postActivity(tokenOf('copilot'), allows) });
  address = addressText({
    conversationId,
    channelServiceUrl: `${server.url}/teams/`,
    customer: { id: '29:1', name: 'Anna' },
    locale: 'en-US',
  });
});
afterAll(() => server.stop());

const say = (words = 'Hi') => channel.say(address, { agentName: 'Dana', text: words }, attempt);
const last = () => {
  const heard = server.heard.at(-1);
  return { url: heard?.url, headers: heard?.headers, body: JSON.parse(heard?.body ?? '{}') };
};
const bearer = (app: string, scope: string) => `Bearer ${app}.${Buffer.from(scope).toString('hex')}.x`;
const encodedId = 'a%3A1x%40unq.gbl.spaces%3Bmessageid%3D1%2F..%2F%252f%3F%23%C3%BC';

describe('What is no longer wanted once there is a token', () => {
  const slowToken = async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return 'token';
  };
  const slow = () => {
    return proactiveMessages({ post: postActivity(slowToken, () => true) });
  };

  it('is not sent', async () => {
    const before = server.heard.length;
    let hasEnded = false;
    const isStillWanted = async () => !hasEnded;
    const said = slow().say(address, { text: 'late' }, { ...attempt, isStillWanted });
    hasEnded = true;
    expect(await said).toEqual({ outcome: 'rejected', cause: 'ended' });
    expect(server.heard).toHaveLength(before);
  });
});

/** As Teams says that a customer has blocked the bot. */
const blocked = JSON.stringify({
  subCode: 'MessageWritesBlocked',
  details: 'Thread is blocked from message writes.',
  errorCode: null,
});

describe('What is not wanted any more once there is a connection', () => {
  it.each([
    { why: 'ended', expected: { outcome: 'rejected', cause: 'ended' } },
    { why: 'late', expected: { outcome: 'not-delivered', cause: 'late' } },
  ] as const)('is not sent, and $expected.outcome ($why)', async ({ why, expected }) => {
    const before = server.heard.length;
    const isStillWanted = Object.assign(async () => true, { whyNot: () => why });
    const tried = { ...attempt, isStillWanted };
    expect(await channel.say(address, { text: 'late' }, tried)).toEqual(expected);
    await channel.typing(address, isStillWanted);
    expect(server.heard).toHaveLength(before);
  });
});

describe('A proactive message', () => {
  it('goes to the conversation, with its id URL-encoded, in the name of the copilot', async () => {
    server.next(json(201, { id: '1' }));
    expect(await say()).toEqual({ outcome: 'delivered' });
    expect(last().url).toBe(`/teams/v3/conversations/${encodedId}/activities`);
    expect(last().headers).toMatchObject({
      authorization: bearer('copilot', 'https://api.botframework.com/.default'),
      'content-type': 'application/json',
    });
    expect(last().body).toMatchObject({
      type: 'message',
      text: '**Dana**: Hi',
      textFormat: 'markdown',
      from: { id: '28:copilot-app' },
      conversation: { id: conversationId, tenantId: 'tenant-1' },
    });
    expect(last().body).not.toHaveProperty('replyToId');
  });

  it('needs nothing that only the way back to the copilot reads', async () => {
    const {
      copilotServiceUrl: _,
      copilotAppId: __,
      skillId: ___,
      customer: ____,
      ...own
    } = JSON.parse(address);
    const said = channel.say(JSON.stringify(own), { text: 'Hi' }, attempt);
    expect(await said).toEqual({ outcome: 'delivered' });
  });

  it('of ours has no name before it', async () => {
    await channel.say(address, { text: 'You are next.' }, attempt);
    expect(last().body.text).toBe('You are next.');
  });

  it('that says typing goes the same way', async () => {
    await channel.typing(address);
    expect(last()).toMatchObject({
      url: `/teams/v3/conversations/${encodedId}/activities`,
      body: { type: 'typing' },
    });
  });

  it.each([200, 201, 202])('is delivered with %i', async (status) => {
    server.next(text(status, ''));
    expect(await say()).toEqual({ outcome: 'delivered' });
  });

  it.each([
    [401, { error: { code: 'BotNotRegistered' } }, '401 BotNotRegistered'],
    [403, { error: { code: 'BotDisabledByAdmin' } }, '403 BotDisabledByAdmin'],
    [403, { error: { code: 'BotNotInConversationRoster' } }, '403 BotNotInConversationRoster'],
    [403, { error: { code: 'ConversationBlockedByUser' } }, '403 ConversationBlockedByUser'],
    [403, { error: { code: 'ForbiddenOperationException' } }, '403 ForbiddenOperationException'],
    [403, { errorCode: 209, message: blocked }, '403 MessageWritesBlocked'],
    [403, { error: { code: 'Forbidden', message: blocked } }, '403 MessageWritesBlocked'],
    [403, blocked, '403 MessageWritesBlocked'],
    [404, { error: { code: 'ConversationNotFound' } }, '404 ConversationNotFound'],
    [413, { error: { code: 'MessageSizeTooBig' } }, '413 MessageSizeTooBig'],
    [400, { error: { code: 'BadSyntax' } }, '400 BadSyntax'],
    [500, { error: { code: 'ServiceError' } }, '500 ServiceError'],
  ])('is never repeated after %i %j', async (status, body, cause) => {
    server.next(json(status, body));
    expect(await say()).toEqual({ outcome: 'rejected', cause });
  });

  it.each([
    [400, { error: { code: 'Bad code: with MARKER' } }, '400', 'not-delivered'],
    [403, { error: { code: 'AuthorizationFailed' } }, '403 AuthorizationFailed', 'not-delivered'],
    [403, { error: 'Forbidden' }, '403', 'not-delivered'],
    [404, { error: { code: '404' } }, '404 404', 'not-delivered'],
    [404, { message: 'no Route matched with those values' }, '404', 'not-delivered'],
    [413, {}, '413', 'not-delivered'],
    [500, {}, '500', 'unknown'],
  ])('R25: is repeated after %i %j, which is not a refusal of the Connector', async (...row) => {
    const [status, body, cause, outcome] = row;
    server.next(json(status, body));
    expect(await say()).toEqual({ outcome, cause, isForeign: true });
  });

  it.each([302, 400, 401, 403, 404, 405, 407, 408, 409, 413, 421, 451])(
    'R25: is repeated after a page with %i: it has not arrived',
    async (status) => {
      server.next(page(status, { location: 'http://127.0.0.1:1/' }));
      expect(await say()).toMatchObject({ outcome: 'not-delivered', cause: String(status) });
    },
  );

  it.each([200, 201, 202, 204, 500, 502])('R25: may have arrived after a page with %i', async (status) => {
    server.next(page(status));
    expect(await say()).toMatchObject({ outcome: 'unknown', cause: String(status) });
  });

  it.each([
    [412, 'not-delivered'],
    [429, 'not-delivered'],
    [503, 'not-delivered'],
    [502, 'unknown'],
    [504, 'unknown'],
  ])('is repeated after %i, as %s, and not before Retry-After', async (status, outcome) => {
    server.next(json(status, {}, { 'retry-after': '4' }));
    expect(await say()).toMatchObject({ outcome, retryAfterMs: 4000 });
  });

  it('is unknown after a reset', async () => {
    server.next(reset);
    expect(await say()).toMatchObject({ outcome: 'unknown' });
  });

  it.each([
    ['is cut', cutAfterHead(201)],
    ['does not come', headOnly(201)],
    ['is too long', flood(50, () => undefined)],
  ])('R26: is delivered with its status, at once, when the body %s', async (_, behaviour) => {
    server.next(behaviour);
    const before = Date.now();
    expect(await say()).toEqual({ outcome: 'delivered' });
    expect(Date.now() - before).toBeLessThan(1500);
  });

  it.each([
    [503, 'not-delivered'],
    [504, 'unknown'],
  ])('R26: is repeated after %i whose body is cut, and not before Retry-After', async (status, outcome) => {
    server.next(cutAfterHead(status, { 'retry-after': '4' }));
    expect(await say()).toMatchObject({ outcome, retryAfterMs: 4000 });
  });

  it('S7: is not sent to a host that is not allowed, nor without a token', async () => {
    const before = server.heard.length;
    const noHosts = postActivity(async () => 'token', serviceHosts([]));
    const closed = proactiveMessages({ post: noHosts });
    expect(await closed.say(address, { text: 'x' }, attempt)).toEqual({
      outcome: 'rejected',
      cause: 'service-host-not-allowed',
    });
    const noToken = postActivity(
      () => Promise.reject(new Error('no')),
      serviceHosts([new URL(server.url).host]),
    );
    const mute = proactiveMessages({ post: noToken });
    expect(await mute.say(address, { text: 'x' }, attempt)).toEqual({
      outcome: 'not-delivered',
      cause: 'no-token',
    });
    expect(server.heard).toHaveLength(before);
  });
});

describe('In another cloud', () => {
  it('the token for the channel is one for its Bot Connector', async () => {
    const allows = serviceHosts([new URL(server.url).host]);
    const post = postActivity(async (scope) => Buffer.from(scope).toString('hex'), allows);
    const { scope } = clouds['gcc-high'].botFramework;
    const there = proactiveMessages({ post, channelScope: scope });
    await there.say(address, { text: 'x' }, attempt);
    const token = Buffer.from('https://api.botframework.us/.default').toString('hex');
    expect(last().headers?.authorization).toBe(`Bearer ${token}`);
  });
});
