import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Chat } from '../../../simulators/live-chat/start-live-chat.ts';
import { type RunningBridge, startRunningBridge } from '../http/running-bridge.ts';
import { callbackOf, type Fields, openSession, postSigned } from './callbacks.ts';

let world: RunningBridge;
let chat: Chat;
beforeAll(async () => {
  world = await startRunningBridge();
  ({ chat } = await openSession(world));
});
afterAll(() => world.stop());

const secret = 'MARKER-that-must-not-come-back';
const wrongTypes = [5, true, [secret], { secret }];
/** Null counts as left out, so it is as wrong as nothing where a field is needed. */
const badText = [...wrongTypes, '', null];

const noPlaces = [-1, 1.5, 1e9, null, [1], '', '-1', '1.5', '0x1', ' 1'];

/** Ids that cannot stand in a URL, a file name or an index. */
const unusable = ['.', '..', 'a\ud800', '\udc00', 'a\u0000b', 'a\nb', '\u0085', '中'.repeat(580)];

const bad: readonly [string, string, readonly unknown[]][] = [
  ['message', 'sessionId', [...badText, undefined, secret.repeat(10), ...unusable]],
  ['message', 'messageId', [...badText, undefined, secret.repeat(10), ...unusable]],
  [
    'message',
    'timestamp',
    [...badText, undefined, secret, '2026-13-01T00:00:00Z', '2026-01-01', '2026-01-01T00:00:00'],
  ],
  ['message', 'timestamp', [`2026-01-01T00:00:00.${'0'.repeat(100)}Z`]],
  ['message', 'message', [...badText, undefined, 'x'.repeat(250_001), '\u0000\u0007']],
  ['message', 'sender', [...badText, undefined, secret.repeat(10)]],
  ['message', 'type', [...wrongTypes, '', secret, 'Message', 'toString', '__proto__']],
  ['typing', 'sender', [...wrongTypes, '', secret.repeat(10)]],
  ['agent-joined', 'sender', [...badText, undefined]],
  ['agent-left', 'sender', [...badText, undefined]],
  ['agent-transferred', 'sender', [...badText, undefined]],
  ['queue-position', 'queuePosition', [secret, undefined, ...noPlaces]],
  ['queue-position', 'position', [secret, ...noPlaces]],
  ['queue-position', 'estimatedWaitSeconds', [secret, -1, 1e9, '']],
  ['session-ended', 'reason', [...wrongTypes, secret.repeat(50)]],
  ['session-ended', 'message', [...wrongTypes, 'x'.repeat(250_001)]],
];

describe('A callback that is not as agreed is 400, names the field and never repeats the value:', () => {
  it.each(bad)('type %s, field %s', async (type, field, values) => {
    for (const value of values) {
      const place = field === 'position' ? {} : { queuePosition: 1 };
      const callback = callbackOf(chat.id, { type, ...place, [field]: value });
      const answer = await postSigned(world, callback, { id: 'x' });
      expect(answer).toMatchObject({ status: 400, body: { field, status: 400, title: 'Bad request' } });
      expect(JSON.stringify(answer.body)).not.toContain(secret);
    }
  });

  it.each(['', ' ', '{', '[]', 'null', '"text"', '5', '{"a":1}}', "{'a':1}", '\ufeff', '{"a":NaN}'])(
    'the body %j',
    async (body) => {
      expect(await postSigned(world, body)).toMatchObject({ status: 400, body: { field: 'body' } });
    },
  );

  it('a body that is nested more than 64 deep', async () => {
    const nested = (depth: number) => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
    expect((await postSigned(world, callbackOf(chat.id, { extra: nested(62) }))).status).toBe(202);
    expect(await postSigned(world, callbackOf(chat.id, { extra: nested(70) }))).toMatchObject({
      status: 400,
      body: { field: 'body' },
    });
    const abyss = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect((await postSigned(world, abyss)).status).toBe(400);
  });
});

const optional = {
  message: ['type'],
  typing: ['sender', 'message', 'reason', 'queuePosition', 'estimatedWaitSeconds'],
  'agent-joined': ['message', 'reason', 'queuePosition', 'estimatedWaitSeconds'],
  'agent-left': ['message', 'reason', 'queuePosition', 'estimatedWaitSeconds'],
  'agent-transferred': ['message', 'reason', 'queuePosition', 'estimatedWaitSeconds'],
  'queue-position': ['sender', 'message', 'reason', 'estimatedWaitSeconds'],
  'session-ended': ['reason', 'message', 'sender', 'queuePosition', 'estimatedWaitSeconds'],
} as const;

describe('A callback is taken as meant', () => {
  it.each(Object.entries(optional))(
    'of type %s, with null in each field that may be left out',
    async (type, names) => {
      const odd = { extra: null, deeper: { a: null, list: [null, { b: null }] } };
      for (const fields of [...names.map((name) => [name]), names]) {
        const { chat: own } = await openSession(world);
        const nulls = Object.fromEntries(fields.map((name) => [name, null]));
        const given = type === 'queue-position' ? { queuePosition: 3 } : {};
        const callback = callbackOf(own.id, { type, ...given, ...nulls, ...odd });
        expect(await postSigned(world, callback), JSON.stringify(nulls)).toMatchObject({ status: 202 });
      }
    },
  );

  it('whose numbers are written as text', async () => {
    const { chat: own, customer } = await openSession(world);
    const fields = { type: 'queue-position', queuePosition: '417', estimatedWaitSeconds: '90.5' };
    expect((await postSigned(world, callbackOf(own.id, fields))).status).toBe(202);
    await customer.sees(/number 417 in the queue/);
  });

  it.each([
    ['by the older name', { position: 418 }, 418],
    ['by both names, of which the newer counts', { position: 2, queuePosition: 419 }, 419],
    ['by the older name, with null in the newer', { position: '420', queuePosition: null }, 420],
  ])('which tells the place in the queue %s', async (_, fields, place) => {
    const { chat: own, customer } = await openSession(world);
    const callback = callbackOf(own.id, { type: 'queue-position', ...fields });
    expect((await postSigned(world, callback)).status).toBe(202);
    await customer.sees(new RegExp(`number ${place} in the queue`));
  });
});

describe('Whatever JSON is sent, signed,', () => {
  it('the answer is never a 500', async () => {
    const fields = fc.dictionary(
      fc.oneof(
        fc.constantFrom(
          'type',
          'sessionId',
          'messageId',
          'message',
          'sender',
          'timestamp',
          'position',
          'queuePosition',
        ),
        fc.string(),
        fc.constantFrom('__proto__', 'constructor', 'toString'),
      ),
      fc.oneof(fc.jsonValue(), fc.constantFrom('message', 'typing', 'session-ended', 'queue-position')),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fields, fc.jsonValue()), fc.boolean(), async (body, isNearlyRight) => {
        const near = isNearlyRight && typeof body === 'object' && !Array.isArray(body);
        const payload: unknown = near ? callbackOf('lc_nobody', { ...(body as Fields) }) : body;
        const { status } = await postSigned(world, JSON.stringify(payload));
        expect([202, 400, 404]).toContain(status);
      }),
      { numRuns: 150 },
    );
  });

  it('the answer to text that is no JSON is 400', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        expect((await postSigned(world, `{${text}`)).status).toBe(400);
      }),
      { numRuns: 50 },
    );
  });
});
