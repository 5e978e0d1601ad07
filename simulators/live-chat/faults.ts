import { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';
import { cut } from '../faults/cut.ts';
import type { Fault, FaultPath, LiveChat } from './live-chat.ts';
import type { ApiRequest, RestEnv } from './rest-env.ts';

export interface Faults {
  arm(fault: Fault): void;
  /** The fault that this path meets now; it is used up by that. */
  take(path: FaultPath | undefined): Fault | undefined;
  /** What the vendor's API says with a status. */
  readonly refusal: LiveChat['refusal'];
}

interface Armed {
  readonly fault: Fault;
  /** How many requests that fit it still pass. */
  passing: number;
}

/** As the reference contract and the shipped sample refuse. */
export const contractRefusal = (_: number, code = 'planned-failure'): object => ({ error: code });

export function faults(refusal: LiveChat['refusal'] = contractRefusal): Faults {
  const armed: Armed[] = [];
  return {
    refusal,
    arm: ({ times = 1, after = 0, ...fault }) =>
      void armed.push(...Array.from({ length: times }, () => ({ fault, passing: after }))),
    take(path) {
      const index = armed.findIndex(({ fault }) => fault.path === undefined || fault.path === path);
      const [next] = index < 0 ? [] : armed.slice(index, index + 1);
      if (next === undefined) return undefined;
      if (next.passing > 0) {
        next.passing -= 1;
        return undefined;
      }
      armed.splice(index, 1);
      return next.fault;
    },
  };
}

/** Lets requests meet the armed faults. `stepOf` says which step a route is. */
export function meetFaults(
  armed: Faults,
  stepOf: (request: ApiRequest) => FaultPath | undefined,
): MiddlewareHandler<RestEnv> {
  return async (c, next) => {
    const { method, path } = c.req;
    const fault = armed.take(stepOf({ method, path, body: c.get('body') }));
    if (fault === undefined) return next();
    if (fault.reset === 'before') return cutOff(c);
    if (fault.reset === undefined && isAnswered(fault)) {
      await sleep(fault.delayMs ?? 0);
      return answerOf(fault, armed.refusal);
    }
    await next();
    await sleep(fault.delayMs ?? 0);
    if (fault.reset === 'after-accepting') {
      c.res = cutOff(c);
      return;
    }
    for (const [name, value] of Object.entries(fault.headers ?? {})) c.res.headers.set(name, value);
  };
}

/** What the log notes for a connection that was cut. */
export function isCut(response: Response): boolean {
  return response.headers.has('x-hono-already-sent');
}

function isAnswered(fault: Fault): boolean {
  return fault.status !== undefined || fault.body !== undefined;
}

/** A refusal is the vendor's own, unless it is told what to say. */
function answerOf({ status = 200, headers, ...fault }: Fault, refusal: LiveChat['refusal']): Response {
  const body = fault.body ?? (status >= 400 ? refusal(status) : undefined);
  const text = typeof body === 'string' || body === undefined ? (body ?? '') : JSON.stringify(body);
  const allHeaders = { 'content-type': 'application/json', ...headers };
  return new Response(text, { status, headers: allHeaders });
}

function cutOff(c: Context): Response {
  const incoming: unknown = c.env.incoming;
  if (incoming instanceof IncomingMessage) cut(incoming.socket);
  return RESPONSE_ALREADY_SENT;
}
