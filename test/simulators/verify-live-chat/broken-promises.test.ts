import { describe, expect, test } from 'vitest';
import {
  customerOf,
  field,
  forgetsKeysAfter,
  hasNone,
  keyOf,
  letsIn,
  notedTooLate,
  numbersAgain,
  only,
  remembersRefusals,
  sends,
  sharesSessions,
  uuid,
} from './breakages.ts';
import { type BrokenCase, isEnd, isSend, isStart, json } from './broken-live-chat.ts';
import { linesAbout, runAgainst } from './running.ts';

const spelling = 'ids and keys are taken as the bridge spells them';
const lengths = 'messages as long as the contract allows are taken';
const scripts = 'messages in any script';

const cases: readonly BrokenCase[] = [
  {
    wrong: 'a conversationId that is typed as a UUID',
    breakage: only((request) => !isStart(request) || uuid.test(field(request, 'conversationId'))),
    clause: spelling,
    says: /FAILED[\s\S]*cause: a start with the conversationId hs_\S+ was answered 400, one with a UUID was taken/,
  },
  {
    wrong: 'an Idempotency-Key that is typed as a UUID',
    breakage: only((request) => uuid.test(keyOf(request))),
    clause: spelling,
    says: /FAILED[\s\S]*cause: a start with the Idempotency-Key hs_\S+\.1\.0\.\w{8} was answered 400, one with a UUID/,
  },
  {
    wrong: 'messages limited to 255 characters',
    breakage: only(sends((message) => message.length <= 255)),
    clause: lengths,
    says: /FAILED[\s\S]*cause: a message of 256 characters was answered 400/,
  },
  {
    wrong: 'bodies limited to 100 KB',
    breakage: only(({ body }) => body.length <= 102_400, 413),
    clause: lengths,
    says: /FAILED[\s\S]*cause: a message of 102,400 characters was answered 413 \(the longest that was taken: a message of 65,536 characters\)/,
  },
  {
    wrong: 'bytes counted for characters',
    breakage: only(sends((message) => Buffer.byteLength(message) <= 235_000 || message.length > 200_000)),
    clause: lengths,
    says: /FAILED[\s\S]*cause: a message of 80,000 characters that take three bytes each was answered 400/,
  },
  {
    wrong: 'a database that takes no emoji',
    breakage: only(
      sends((message) => !/[\u{10000}-\u{10ffff}]/u.test(message)),
      500,
    ),
    clause: scripts,
    says: /FAILED[\s\S]*cause: a message with emoji was answered 500/,
  },
  {
    wrong: 'a firewall that takes no markup',
    breakage: only(
      sends((message) => !/<script/.test(message)),
      403,
    ),
    clause: scripts,
    says: /FAILED[\s\S]*cause: a message with markup was answered 403/,
  },
  {
    wrong: 'a messageId that is cut',
    breakage: {
      response: (response, request) =>
        isSend(request) && response.status === 200
          ? json(200, { messageId: field(request, 'messageId').slice(0, 64) })
          : response,
    },
    clause: 'the longest ids and names are taken',
    says: /FAILED[\s\S]*cause: the answer names another messageId than the message/,
  },
  {
    wrong: 'a start with no room for a transcript',
    breakage: only((request) => !isStart(request) || request.body.length < 64_000, 413),
    clause: 'a start as large as the contract allows',
    says: /FAILED[\s\S]*cause: \S+start answered 413 where 201 is agreed/,
  },
  {
    wrong: 'a key that is noted after a slow start',
    breakage: notedTooLate(),
    clause: 'starts at once with one Idempotency-Key',
    says: /FAILED[\s\S]*cause: starts under one Idempotency-Key that ran at once opened several sessions[\s\S]*mend: .*reserve/,
  },
  {
    wrong: 'keys that are remembered for a second',
    breakage: forgetsKeysAfter(1_000),
    clause: 'an Idempotency-Key is still known some seconds later',
    says: /FAILED[\s\S]*cause: after 1 s the same Idempotency-Key opened a second session[\s\S]*mend: .*24 hours/,
    args: ['--remember', '1200'],
  },
  {
    wrong: 'refusals that are remembered under their key',
    breakage: remembersRefusals(),
    clause: 'a message that was refused is taken when it is repeated',
    says: /FAILED[\s\S]*cause: a request that was refused with 401 and is repeated under its Idempotency-Key gets 401/,
  },
  {
    wrong: 'session ids that are used again',
    breakage: numbersAgain(),
    clause: 'no sessionId is given a second time',
    says: /FAILED[\s\S]*cause: the sessionId "chat-\d" was given to two starts/,
  },
  {
    wrong: 'one session for all customers',
    breakage: sharesSessions(() => 'all'),
    clause: 'two starts with different keys open two sessions',
    says: /FAILED[\s\S]*cause: two customers got the same sessionId/,
  },
  {
    wrong: 'one session for each customer, which is not said of two customers,',
    breakage: sharesSessions(customerOf),
    clause: 'a customer who has a session gets another one',
    says: /FAILED[\s\S]*cause: a customer’s second start, with another conversationId and another key, got the sessionId of the first/,
  },
  ...(
    [
      ['a start', isStart, 'no start is taken without', 'start'],
      ['a message', isSend, 'no message is taken without', 'send'],
      ['an end', isEnd, 'no end is taken without', 'end'],
    ] as const
  ).flatMap(([what, isRoute, clause, path]): readonly BrokenCase[] => [
    {
      wrong: `${what} for which no credentials are asked`,
      breakage: letsIn(isRoute, hasNone),
      clause,
      says: new RegExp(
        `FAILED[\\s\\S]*cause: \\S+${path} answered 20[01] without credentials where 401 is agreed`,
      ),
    },
    {
      wrong: `${what} for which any credentials do`,
      breakage: letsIn(isRoute, (request) => !hasNone(request)),
      clause,
      says: new RegExp(
        `FAILED[\\s\\S]*cause: \\S+${path} answered 20[01] with wrong credentials where 401 is agreed`,
      ),
    },
  ]),
  {
    wrong: 'a limit of requests that lasts for an hour',
    breakage: {
      instead: async (request) =>
        isSend(request)
          ? { ...json(429, { error: 'slow down' }), headers: { 'retry-after': '3600' } }
          : undefined,
    },
    clause: 'a message whose connection was cut',
    says: /FAILED[\s\S]*answered 429 where 200 is agreed[\s\S]*mend: .*limits the rate/,
  },
];

describe('a live chat is told what it does wrong with a real bridge:', () => {
  test.each(cases)('$wrong', async ({ breakage, clause, says, args = [] }) => {
    const outcome = await runAgainst(breakage, ['--only', clause, ...args]);
    expect(linesAbout(outcome, clause)).toMatch(says);
    expect(outcome).toMatchObject({ code: 1, text: expect.stringContaining('The contract is broken.') });
  });

  test('ids that are typed as UUIDs are told once, and the rest is judged by itself', async () => {
    const breakage = only((request) => !isStart(request) || uuid.test(field(request, 'conversationId')));
    const outcome = await runAgainst(breakage, [
      '--only',
      spelling,
      '--only',
      'a session can be ended twice',
    ]);
    expect(outcome.text).toContain('1 passed, 1 failed, 0 not run');
  });
});
