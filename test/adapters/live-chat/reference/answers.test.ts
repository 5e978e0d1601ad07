import { afterEach, describe, expect, it } from 'vitest';
import { firstAttempt } from '../../../contracts/live-chat-attempt.ts';
import {
  type Behaviour,
  cutAfterHead,
  flood,
  json,
  page,
  reset,
  text,
} from '../../http/client/odd-server.ts';
import { message, oddLiveChat } from './odd-live-chat.ts';

const odd = oddLiveChat();
const say = () => odd.liveChat.say({ ...message, kind: 'customer' }, firstAttempt('key-2'));

const opened = { sessionId: 'lc_9', status: 'queued', queuePosition: 3, estimatedWaitSeconds: 60 };
const always: readonly [string, Behaviour, string][] = [
  ['401', json(401, {}), 'not-delivered'],
  ['403', json(403, {}), 'not-delivered'],
  ['408', json(408, {}), 'not-delivered'],
  ['429', json(429, {}), 'not-delivered'],
  ['500', json(500, {}), 'unknown'],
  ['502', text(502, '<html>'), 'unknown'],
  ['503', json(503, {}), 'not-delivered'],
  ['504', text(504, ''), 'unknown'],
  ['a reset', reset, 'unknown'],
];

/** What something in between may answer in the live chat's place. */
const notItsOwn: readonly (readonly [string, Behaviour])[] = [
  ...[302, 307, 400, 402, 403, 404, 405, 407, 409, 410, 413, 421, 422, 451, 500, 502, 503].map(
    (status): readonly [string, Behaviour] => [
      `a page with ${status}`,
      page(status, { location: 'http://127.0.0.1:1/' }),
    ],
  ),
  ['404 of a framework', json(404, { timestamp: 'now', status: 404, error: 'Not Found', path: '/api' })],
  ['404 of a gateway', json(404, { message: 'no Route matched with those values' })],
  ['404 of another API', json(404, { error: { code: 'ResourceNotFound', message: 'No such deployment.' } })],
  ['404 that is cut', cutAfterHead(404)],
  ['410 without a body', text(410, '')],
  ['400 of a firewall', json(400, { error: 'Bad Request' })],
];

describe('The answer to a start', () => {
  afterEach(() => expect(odd.server.heard.length).toBeGreaterThan(0));

  it('of 201 opens, with all that it says', async () => {
    odd.server.next(json(201, { ...opened, extra: true }), json(201, { sessionId: 'a', status: 'active' }));
    expect(await odd.start()).toEqual({
      outcome: 'opened',
      liveChatId: 'lc_9',
      opening: { as: 'queued', queuePosition: 3, estimatedWaitSeconds: 60 },
    });
    expect(await odd.start()).toEqual({ outcome: 'opened', liveChatId: 'a', opening: { as: 'active' } });
  });

  it.each<[string, object, object]>([
    ['null', { queuePosition: null, estimatedWaitSeconds: null, agent: null, links: { chat: null } }, {}],
    ['odd', { queuePosition: -1, estimatedWaitSeconds: 'a while' }, {}],
    ['odd in part', { queuePosition: 1.5, estimatedWaitSeconds: 60 }, { estimatedWaitSeconds: 60 }],
    [
      'text',
      { queuePosition: '3', estimatedWaitSeconds: '60.5' },
      { queuePosition: 3, estimatedWaitSeconds: 60.5 },
    ],
  ])('whose wait is %s opens all the same', async (_, wait, known) => {
    odd.server.next(json(201, { sessionId: 'lc_9', status: 'queued', ...wait }));
    expect(await odd.start()).toEqual({
      outcome: 'opened',
      liveChatId: 'lc_9',
      opening: { as: 'queued', ...known },
    });
  });

  it.each(['sessionId', 'status'])('whose %s is null leaves it unknown', async (name) => {
    odd.server.next(json(201, { ...opened, [name]: null }));
    expect(await odd.start()).toMatchObject({ outcome: 'unknown' });
  });

  it('of 503 is a refusal whatever is null besides', async () => {
    odd.server.next(json(503, { error: 'closed', field: null, opensAt: null }));
    expect(await odd.start()).toEqual({ outcome: 'rejected', cause: 'closed' });
  });

  it.each(['closed', 'no-agents', 'unavailable'])('of 503 %s is a refusal', async (error) => {
    odd.server.next(json(503, { error }));
    expect(await odd.start()).toEqual({ outcome: 'rejected', cause: error });
  });

  it.each<[string, Behaviour]>([
    ['204', text(204, '')],
    ['HTML', text(200, '<html></html>')],
    ['no id', json(201, { status: 'queued' })],
    ['an id that is a number', json(201, { sessionId: 5, status: 'queued' })],
    ['an empty id', json(201, { sessionId: '', status: 'queued' })],
    ['an id that no URL can carry', json(201, { sessionId: '..', status: 'queued' })],
    ['half a character as its id', json(201, { sessionId: '\ud83d', status: 'queued' })],
    ['an unknown status', json(201, { sessionId: 'x', status: 'ringing' })],
    ['50 MB', flood(50, () => undefined)],
  ])('S20: that is %s leaves it unknown', async (_, behaviour) => {
    odd.server.next(behaviour);
    expect(await odd.start()).toMatchObject({ outcome: 'unknown' });
  });

  it.each(always)('of %s leaves it open', async (_, behaviour, outcome) => {
    odd.server.next(behaviour);
    expect(await odd.start()).toMatchObject({ outcome });
  });

  it.each([400, 413, 422])('of %i with an error of its own is unavailable', async (status) => {
    odd.server.next(json(status, { error: 'customer.id is missing', field: 'customer.id' }));
    expect(await odd.start()).toEqual({ outcome: 'rejected', cause: 'unavailable' });
  });

  it.each(notItsOwn)('R25: of %s decides nothing', async (_, behaviour) => {
    odd.server.next(behaviour);
    expect(await odd.start()).toMatchObject({ outcome: expect.stringMatching(/not-delivered|unknown/) });
  });
});

const stored = { messageId: 'm-1' };

describe('The answer to a message', () => {
  it.each([
    [200, stored, { outcome: 'delivered' }],
    [202, { ...stored, extra: null }, { outcome: 'delivered' }],
    [404, { error: 'unknown-session' }, { outcome: 'rejected', cause: 'unknown-live-chat' }],
    [410, { error: 'It ended at 10:03.' }, { outcome: 'rejected', cause: 'ended' }],
    [400, { error: 'message is empty', field: 'message' }, { outcome: 'rejected', cause: 'invalid' }],
    [413, { error: 'too-long' }, { outcome: 'rejected', cause: 'invalid' }],
    [422, { error: 'too-long', field: null }, { outcome: 'rejected', cause: 'invalid' }],
  ])('of %i %j', async (status, body, outcome) => {
    odd.server.next(json(status, body));
    expect(await say()).toEqual(outcome);
  });

  it.each<readonly [string, Behaviour]>([
    ['a sign-in page', page(200)],
    ['204', text(204, '')],
    ['nothing', text(200, '')],
    ['another message', json(200, { messageId: 'm-2' })],
    ['no message', json(200, {})],
    ['a list', json(200, [stored])],
    ['a body that is cut', cutAfterHead(200)],
    ['50 MB', flood(50, () => undefined)],
  ])('S20: with 2xx that is %s leaves it unknown', async (_, behaviour) => {
    odd.server.next(behaviour);
    expect(await say()).toEqual({ outcome: 'unknown', cause: 'answer-without-message', isForeign: true });
  });

  it.each(notItsOwn)('R25: of %s decides nothing', async (_, behaviour) => {
    odd.server.next(behaviour);
    expect(await say()).toMatchObject({ outcome: expect.stringMatching(/not-delivered|unknown/) });
  });

  it.each(always)('of %s leaves it open', async (_, behaviour, outcome) => {
    odd.server.next(behaviour);
    expect(await say()).toMatchObject({ outcome });
  });

  it.each([
    [401, undefined],
    [409, undefined],
    [429, undefined],
    [502, undefined],
    [503, undefined],
    [302, true],
    [403, true],
    [404, true],
    [500, true],
  ])('of %i as a page: that it was not agreed is %s', async (status, isForeign) => {
    odd.server.next(page(status));
    expect({ isForeign: undefined, ...(await say()) }).toMatchObject({ isForeign });
  });

  it('says how long to wait, in seconds or as a date', async () => {
    const date = new Date(Date.now() + 60_000).toUTCString();
    odd.server.next(json(429, {}, { 'retry-after': '2' }), json(503, {}, { 'retry-after': date }));
    expect(await say()).toMatchObject({ outcome: 'not-delivered', retryAfterMs: 2000 });
    const { retryAfterMs } = { retryAfterMs: 0, ...(await say()) };
    expect(retryAfterMs).toBeGreaterThan(57_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  });
});

describe('The answer to an end', () => {
  it.each([
    [200, { status: 'ended' }],
    [404, { error: 'unknown-session' }],
    [410, { error: 'ended' }],
  ])('of %i %j means that it is over', async (status, body) => {
    odd.server.next(json(status, body));
    expect(await odd.end()).toEqual({ outcome: 'delivered' });
  });

  it('of 400 with an error of its own is final', async () => {
    odd.server.next(json(400, { error: 'reason is missing' }));
    expect(await odd.end()).toEqual({ outcome: 'rejected', cause: '400' });
  });

  it.each<readonly [string, Behaviour]>([
    ['a page', page(200)],
    ['204', text(204, '')],
    ['another status', json(200, { status: 'queued' })],
  ])('S20: with 2xx that is %s leaves it unknown', async (_, behaviour) => {
    odd.server.next(behaviour);
    expect(await odd.end()).toEqual({ outcome: 'unknown', cause: 'answer-without-end', isForeign: true });
  });

  it.each(notItsOwn)('R25: of %s decides nothing', async (_, behaviour) => {
    odd.server.next(behaviour);
    expect(await odd.end()).toMatchObject({ outcome: expect.stringMatching(/not-delivered|unknown/) });
  });

  it.each(always)('of %s leaves it open', async (_, behaviour, outcome) => {
    odd.server.next(behaviour);
    expect(await odd.end()).toMatchObject({ outcome });
  });
});
