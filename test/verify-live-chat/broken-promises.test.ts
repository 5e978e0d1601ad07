import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import {
  type Breakage,
  isEnd,
  isSend,
  isStart,
  json,
  type Request,
  type Response,
} from './broken-live-chat.ts';
import { bearer, linesAbout, runAgainst } from './running.ts';

/* Each of these live chats works in a first try, and fails a customer later. */

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const field = ({ body }: Request, name: string): string => String(JSON.parse(body)[name] ?? '');
const keyOf = ({ headers }: Request): string => headers['idempotency-key'] ?? '';

/** Refuses what does not pass. */
const only = (passes: (request: Request) => boolean, status = 400): Breakage => ({
  instead: async (request) => (passes(request) ? undefined : json(status, { error: 'invalid' })),
});
const sends = (passes: (message: string, request: Request) => boolean): ((request: Request) => boolean) => {
  return (request) => !isSend(request) || passes(field(request, 'message'), request);
};

/** Looks a key up before it opens a session, and notes it afterwards. */
function notedTooLate(): Breakage {
  const noted = new Map<string, string>();
  return {
    request(request) {
      if (!isStart(request)) return request;
      const key = noted.get(keyOf(request)) ?? randomUUID();
      setTimeout(() => noted.set(keyOf(request), noted.get(keyOf(request)) ?? key), 80);
      return { ...request, headers: { ...request.headers, 'idempotency-key': key } };
    },
  };
}

function forgetsKeysAfter(ms: number): Breakage {
  const since = new Map<string, number>();
  return {
    request(request) {
      const at = since.get(keyOf(request)) ?? Date.now();
      since.set(keyOf(request), at);
      const isForgotten = Date.now() - at > ms;
      const key = isForgotten ? randomUUID() : keyOf(request);
      return { ...request, headers: { ...request.headers, 'idempotency-key': key } };
    },
  };
}

/** Whatever was answered first under a key is answered for good. */
function remembersRefusals(): Breakage {
  const given = new Map<string, Response>();
  return {
    instead: async (request) => given.get(`${request.path} ${keyOf(request)}`),
    response(response, request) {
      given.set(`${request.path} ${keyOf(request)}`, response);
      return response;
    },
  };
}

/** Numbers its sessions from 1, and gives a number free when its session ends. */
function numbersAgain(): Breakage {
  const ids = new Map<string, string>();
  const replaced = (text: string): string =>
    text.replace(/"sessionId":"(chat-\d+)"/, (_, name: string) => `"sessionId":"${ids.get(name) ?? name}"`);
  return {
    request: (request) => ({ ...request, body: replaced(request.body) }),
    response(response, request) {
      if (isEnd(request)) ids.delete(field(request, 'sessionId'));
      if (!isStart(request) || response.status !== 201) return response;
      const { sessionId } = JSON.parse(response.body);
      const known = [...ids].find(([, id]) => id === sessionId)?.[0];
      const free = Array.from({ length: ids.size + 1 }, (_, n) => `chat-${n + 1}`).find(
        (each) => !ids.has(each),
      );
      const name = known ?? free ?? '';
      ids.set(name, sessionId);
      return { ...response, body: response.body.replace(sessionId, name) };
    },
  };
}

/** One session for whatever `ofWhom` says is one. */
function sharesSessions(ofWhom: (request: Request) => string): Breakage {
  const answers = new Map<string, Response>();
  return {
    instead: async (request) => (isStart(request) ? answers.get(ofWhom(request)) : undefined),
    response(response, request) {
      if (isStart(request) && response.status === 201) answers.set(ofWhom(request), response);
      return response;
    },
  };
}

const letsIn = (
  isRoute: (request: Request) => boolean,
  isLetIn: (request: Request) => boolean,
): Breakage => ({
  request: (request) =>
    isRoute(request) && isLetIn(request)
      ? { ...request, headers: { ...request.headers, authorization: `Bearer ${bearer}` } }
      : request,
});
const hasNone = ({ headers }: Request): boolean => headers.authorization === undefined;
const customerOf = ({ body }: Request): string => JSON.parse(body).customer.id;

interface Case {
  readonly wrong: string;
  readonly breakage: Breakage;
  readonly clause: string;
  readonly says: RegExp;
  readonly args?: readonly string[];
}

const spelling = 'ids and keys are taken as the bridge spells them';
const lengths = 'messages as long as the contract allows are taken';
const scripts = 'messages in any script';

const cases: readonly Case[] = [
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
    says: /FAILED[\s\S]*cause: a start with the Idempotency-Key hs_\S+\.1\.0 was answered 400, one with a UUID/,
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
  ).flatMap(([what, isRoute, clause, path]): readonly Case[] => [
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

describe('a live chat that keeps the contract stays green', () => {
  test('when it answers 429 with Retry-After now and then', async () => {
    let requests = 0;
    const breakage: Breakage = {
      instead: async () => {
        requests += 1;
        if (requests % 5 !== 0) return undefined;
        const at = new Date(Date.now() + 500).toUTCString();
        return { ...json(429, { error: 'slow down' }), headers: { 'retry-after': requests % 2 ? '0' : at } };
      },
    };
    const outcome = await runAgainst(breakage, ['--only', 'a message', '--only', 'a session can']);
    expect(outcome.text).toContain(' 0 failed');
    expect(requests).toBeGreaterThan(20);
  });

  test('when it answers 409 while a start under the same key is under way', async () => {
    const under = new Set<string>();
    const breakage: Breakage = {
      instead: async (request) => {
        if (!isStart(request)) return undefined;
        if (under.has(keyOf(request))) return json(409, { error: 'in-progress' });
        under.add(keyOf(request));
        await sleep(100);
        return undefined;
      },
      response(response, request) {
        under.delete(keyOf(request));
        return response;
      },
    };
    const args = ['--only', 'starts at once', '--only', 'whose connection was cut'];
    const outcome = await runAgainst(breakage, args);
    expect(outcome.text).toContain('3 passed, 0 failed');
  });
});
