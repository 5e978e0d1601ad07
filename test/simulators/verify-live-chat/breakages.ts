import { randomUUID } from 'node:crypto';
import {
  type Breakage,
  isEnd,
  isSend,
  isStart,
  json,
  type Request,
  type Response,
} from './broken-live-chat.ts';
import { bearer } from './running.ts';

/* Each of these live chats works in a first try, and fails a customer later. */

export const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const field = ({ body }: Request, name: string): string => String(JSON.parse(body)[name] ?? '');
export const keyOf = ({ headers }: Request): string => headers['idempotency-key'] ?? '';

/** Refuses what does not pass. */
export const only = (passes: (request: Request) => boolean, status = 400): Breakage => ({
  instead: async (request) => (passes(request) ? undefined : json(status, { error: 'invalid' })),
});
export const sends = (
  passes: (message: string, request: Request) => boolean,
): ((request: Request) => boolean) => {
  return (request) => !isSend(request) || passes(field(request, 'message'), request);
};

/** Looks a key up before it opens a session, and notes it afterwards. */
export function notedTooLate(): Breakage {
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

export function forgetsKeysAfter(ms: number): Breakage {
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
export function remembersRefusals(): Breakage {
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
export function numbersAgain(): Breakage {
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
export function sharesSessions(ofWhom: (request: Request) => string): Breakage {
  const answers = new Map<string, Response>();
  return {
    instead: async (request) => (isStart(request) ? answers.get(ofWhom(request)) : undefined),
    response(response, request) {
      if (isStart(request) && response.status === 201) answers.set(ofWhom(request), response);
      return response;
    },
  };
}

export const letsIn = (
  isRoute: (request: Request) => boolean,
  isLetIn: (request: Request) => boolean,
): Breakage => ({
  request: (request) =>
    isRoute(request) && isLetIn(request)
      ? { ...request, headers: { ...request.headers, authorization: `Bearer ${bearer}` } }
      : request,
});
export const hasNone = ({ headers }: Request): boolean => headers.authorization === undefined;
export const customerOf = ({ body }: Request): string => JSON.parse(body).customer.id;
