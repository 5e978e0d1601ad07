import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { standardWebhookSignature } from '../../src/adapters/http/requests/webhook-signature.ts';
import { startDescribedBridge } from './http/docs/described-bridge.ts';

/** `npm run test:fuzz` tries far more. A failure prints its seed. */
const numRuns = Number(process.env.FUZZ_RUNS ?? 300);
const timeout = Math.max(20_000, numRuns * 10);

let bridge: Awaited<ReturnType<typeof startDescribedBridge>>;
beforeAll(async () => {
  bridge = await startDescribedBridge();
});
afterAll(() => bridge.stop());

/** The status of an answer by the whole app, whose bytes need no socket. */
async function statusOf(path: string, body: string): Promise<number> {
  const headers = { authorization: 'Bearer good', 'webhook-signature': 'v1,good' };
  const incoming = { rawHeaders: Object.entries(headers).flat(), socket: { remoteAddress: '127.0.0.1' } };
  const answer = await bridge.app.request(path, { method: 'POST', headers, body }, { incoming });
  return answer.status;
}

const words = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', ' ', 'event', 'message', 'invoke', 'typing', 'endOfConversation', 'expectReplies'),
  fc.constantFrom('messageUpdate', 'messageDelete', 'messageReaction', 'editMessage', 'softDeleteMessage'),
  fc.constantFrom(
    'mention',
    '<at>Mia</at>',
    'text/html',
    '<img alt="x">',
    'image/png',
    'personal',
    'GeoCoordinates',
  ),
  fc.constantFrom('startConversation', 'endConversation', 'session-ended', 'queue-position', 'agent-joined'),
  fc.constantFrom('2026-03-02T09:41:07Z', 'https://a.example/', 'msteams', '__proto__', 'constructor'),
);
const knownNames = ['id', 'name', 'text', 'type', 'mentioned', 'content', 'contentType', 'eventType'];
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    words,
    fc.constantFrom(null, true, false, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(words, fc.constantFrom(...knownNames)), tie('json'), { maxKeys: 4 }),
  ),
}));

/** JSON text: nearly right, any object, anything, or cut off somewhere. */
const bodies = (right: () => object, fields: readonly string[]) =>
  fc
    .oneof(
      fc
        .dictionary(fc.constantFrom(...fields), json, { maxKeys: 3 })
        .map((wrong) => ({ ...right(), ...wrong })),
      fc.dictionary(fc.oneof(fc.constantFrom(...fields), words), json, { maxKeys: 8 }),
      json,
    )
    .map((value) => JSON.stringify(value))
    .chain((text) => fc.oneof({ weight: 9, arbitrary: fc.constant(text) }, cutOff(text)));
const cutOff = (text: string) => fc.nat(text.length).map((at) => text.slice(0, at));

const activity = () => ({
  type: 'message',
  id: randomUUID(),
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  conversation: { id: randomUUID() },
  from: { id: '29:1', name: 'Mia' },
  recipient: { id: '28:skill' },
  text: 'Hello',
  deliveryMode: 'expectReplies',
});
const callback = () => ({
  sessionId: randomUUID(),
  messageId: randomUUID(),
  timestamp: '2026-03-02T09:41:07Z',
  message: 'Hello',
  sender: 'Dana',
});
const sampleCallback = () => ({ ConversationId: randomUUID(), Id: 'm', Message: 'Hello', Sender: 'Dana' });

const routes = [
  {
    path: '/api/messages',
    right: activity,
    besides: [
      'name',
      'value',
      'locale',
      'attachments',
      'entities',
      'relatesTo',
      'channelData',
      'timestamp',
      'reactionsAdded',
    ],
    // 502: replies that the copilot did not ask for in the answer cannot be delivered here.
    answers: [200, 400, 403, 501, 502],
  },
  {
    path: '/api/messages/proactive',
    right: callback,
    besides: ['type', 'position', 'queuePosition', 'estimatedWaitSeconds', 'reason'],
    answers: [202, 400],
  },
  { path: '/api/livechat/messages', right: sampleCallback, besides: ['message', 'ID'], answers: [200, 400] },
];

describe.each(routes)('Whatever JSON is sent to $path', ({ path, right, besides, answers }) => {
  const fields = [...Object.keys(right()), ...besides];

  it(
    'is taken or refused, and never crashes, hangs or is a defect',
    async () => {
      const taken = new Map<number, number>();
      await fc.assert(
        fc.asyncProperty(bodies(right, fields), async (body) => {
          const status = await statusOf(path, body);
          expect(answers).toContain(status);
          taken.set(status, (taken.get(status) ?? 0) + 1);
        }),
        { numRuns },
      );
      // Both happen often, or the texts would be all too wrong or too right.
      expect(taken.get(400)).toBeGreaterThan(numRuns / 20);
      expect(taken.get(answers[0] ?? 0)).toBeGreaterThan(numRuns / 20);
    },
    timeout,
  );
});

describe('The signature check', () => {
  const secret = `whsec_${Buffer.from(randomUUID()).toString('base64')}`;
  const isSigned = standardWebhookSignature([secret]);
  const header = fc.oneof(
    words,
    fc.constantFrom(
      'v1,',
      'v1,=',
      'v2,AAAA',
      'v1,AAAA v1,AAAA',
      '0',
      '-1',
      '1e9',
      'Infinity',
      '9'.repeat(400),
    ),
    fc.base64String().map((text) => `v1,${text}`),
    fc.constant(String(Math.floor(Date.now() / 1000))),
  );
  const names = fc.constantFrom('webhook-id', 'webhook-timestamp', 'webhook-signature', 'svix-signature');

  it(
    'believes nothing that was not signed, and never crashes',
    () => {
      fc.assert(
        fc.property(fc.dictionary(names, header), words, (headers, body) => {
          expect(isSigned(headers, body)).toBe(false);
        }),
        { numRuns },
      );
    },
    timeout,
  );

  it(
    'believes whatever was signed, and nothing that differs from it in body, id or time',
    () => {
      fc.assert(
        fc.property(fc.uuid(), words, words, fc.integer({ min: 1, max: 60 }), (id, body, other, seconds) => {
          const at = new Date();
          const timestamp = Math.floor(at.getTime() / 1000);
          const headers = {
            'webhook-id': id,
            'webhook-timestamp': String(timestamp),
            'webhook-signature': new Webhook(secret).sign(id, at, body),
          };
          expect(isSigned(headers, body)).toBe(true);
          expect(isSigned(headers, `${body}${other}`)).toBe(other === '');
          expect(isSigned({ ...headers, 'webhook-id': `${id}${other}` }, body)).toBe(other === '');
          expect(isSigned({ ...headers, 'webhook-timestamp': String(timestamp + seconds) }, body)).toBe(
            false,
          );
        }),
        { numRuns },
      );
    },
    timeout,
  );
});
