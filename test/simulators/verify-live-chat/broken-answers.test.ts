import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type Breakage, type BrokenCase, isStart, json, type Response } from './broken-live-chat.ts';
import { bearer, linesAbout, runAgainst } from './running.ts';

const ok = (response: Response): boolean => response.status < 300;

/** Changes the answer to a start that went well. */
const startAnswers = (change: (response: Response) => Response): Breakage => ({
  response: (response, request) => (isStart(request) && ok(response) ? change(response) : response),
});

const leastStart = 'a start with the least that is known';

const cases: readonly BrokenCase[] = [
  {
    wrong: 'the wrong status',
    breakage: startAnswers((response) => ({ ...response, status: 200 })),
    clause: leastStart,
    says: /FAILED[\s\S]*cause: answered 200 where 201 is agreed[\s\S]*mend: .*201/,
  },
  {
    wrong: 'a missing field',
    breakage: startAnswers((response) => ({
      ...response,
      body: response.body.replace('"sessionId"', '"session"'),
    })),
    clause: leastStart,
    says: /FAILED[\s\S]*cause: \$\.sessionId: expected text such as "lc-1", received nothing/,
  },
  {
    wrong: 'a field of the wrong type',
    breakage: startAnswers((response) => ({
      ...response,
      body: response.body.replace(/"sessionId":"[^"]*"/, '"sessionId":42'),
    })),
    clause: leastStart,
    says: /FAILED[\s\S]*cause: \$\.sessionId: expected text such as "lc-1", received a number 42/,
  },
  {
    wrong: 'a start that is not idempotent',
    breakage: {
      request: (request) =>
        isStart(request)
          ? { ...request, headers: { ...request.headers, 'idempotency-key': randomUUID() } }
          : request,
    },
    clause: 'a start that is repeated with its Idempotency-Key opens one session',
    says: /FAILED[\s\S]*cause: the same Idempotency-Key opened a second session/,
  },
  {
    wrong: 'an end that ends nothing',
    breakage: {
      instead: async ({ path }) => (path.endsWith('/end') ? json(200, { status: 'ended' }) : undefined),
    },
    clause: 'a message to a live chat that has ended',
    says: /FAILED[\s\S]*cause: answered 200 where 410 is agreed[\s\S]*mend: .*ended/,
  },
  {
    wrong: 'an end that answers something else',
    breakage: {
      instead: async ({ path }) => (path.endsWith('/end') ? json(200, { status: 'gone' }) : undefined),
    },
    clause: 'a session can be ended twice',
    says: /FAILED[\s\S]*cause: the first end answered the status "gone"/,
  },
  {
    wrong: 'slow answers',
    breakage: { instead: async () => sleep(600, undefined) },
    args: ['--timeout', '300'],
    clause: leastStart,
    says: /FAILED[\s\S]*cause: no answer within 300 ms[\s\S]*mend: .*slow/,
  },
  {
    wrong: 'a 500',
    breakage: { instead: async () => json(500, { error: 'NullPointerException' }) },
    clause: leastStart,
    says: /FAILED[\s\S]*cause: answered 500 where 201 is agreed[\s\S]*mend: +Look into your log/,
  },
  {
    wrong: 'HTML instead of JSON',
    breakage: {
      instead: async () => ({ status: 201, type: 'text/html', body: '<!doctype html><title>Log in</title>' }),
    },
    clause: leastStart,
    says: /FAILED[\s\S]*cause: answered HTML instead of JSON[\s\S]*mend: .*login page/,
  },
  {
    wrong: 'taking any credentials',
    breakage: {
      request: (request) => ({
        ...request,
        headers: { ...request.headers, authorization: `Bearer ${bearer}` },
      }),
    },
    clause: 'a start with a wrong bearer',
    says: /FAILED[\s\S]*cause: answered 201 where 401 is agreed[\s\S]*mend: +Check the credentials/,
  },
  {
    wrong: 'an answer without an end',
    breakage: { instead: async () => ({ ...json(201, {}), body: `{"sessionId":"${'x'.repeat(3_000_000)}` }) },
    clause: leastStart,
    says: /FAILED[\s\S]*cause: answered application\/json instead of JSON/,
  },
  {
    wrong: 'closing the connection',
    breakage: { instead: async () => 'cut' },
    clause: leastStart,
    says: /FAILED[\s\S]*cause: the connection was closed without an answer/,
  },
];

describe('a live chat is told what it gets wrong:', () => {
  test.each(cases)('$wrong', async ({ breakage, clause, says, args = [] }) => {
    const outcome = await runAgainst(breakage, ['--only', clause, ...args]);
    expect(linesAbout(outcome, clause)).toMatch(says);
    expect(outcome).toMatchObject({ code: 1, text: expect.stringContaining('The contract is broken.') });
  });
});
