import type { z } from 'zod';
import { type HttpOutcome, isSuccess } from '../../http/client/http-outcome.ts';
import { jsonHeaders, sendHttpRequest } from '../../http/client/http-request.ts';
import type { NoteRefusal } from '../../http/client/peer-refusals.ts';
import { asMeant, refusalIn } from './wire.ts';

export interface ApiSettings {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly appId: string;
  readonly keyId: string;
  readonly keySecret: string;
  /** Sees every answer and logs refusals. Default: none. */
  readonly noteRefusal?: NoteRefusal;
}

export interface ApiCall {
  readonly method: 'GET' | 'POST';
  /** Below the app; its parts are escaped already. */
  readonly path: string;
  /** Names the call in logs; of a closed set. */
  readonly route: string;
  readonly body?: object;
  /** The id of the message, for logs. */
  readonly message?: string;
  /** For the whole exchange, in milliseconds. */
  readonly timeoutMs?: number;
}

/** One call of Sunshine Conversations, below `/v2/apps/{app}`. */
export type CallApi = (call: ApiCall) => Promise<HttpOutcome>;

const callTimeoutMs = 10_000;

export function sunshineApi(settings: ApiSettings): CallApi {
  const { baseUrl, appId, keyId, keySecret, noteRefusal } = settings;
  const basic = `Basic ${Buffer.from(`${keyId}:${keySecret}`).toString('base64')}`;
  return async ({ method, path, route, body, message, timeoutMs = callTimeoutMs }) => {
    const result = await sendHttpRequest({
      method,
      url: `${baseUrl}/v2/apps/${encodeURIComponent(appId)}${path}`,
      headers: [...jsonHeaders, 'authorization', basic],
      ...(body && { body: JSON.stringify(body) }),
      timeoutMs,
    });
    noteRefusal?.(withReason(result), {
      route,
      secret: keySecret,
      ...(message !== undefined && { message }),
      ...(body && { body }),
    });
    return result;
  };
}

/** Where logs look for the reason, `error` at the top. Zendesk has it in a list. */
function withReason(result: HttpOutcome): HttpOutcome {
  if (result.outcome !== 'answered' || isSuccess(result.status)) return result;
  const refusal = refusalIn(result.body);
  if (refusal === undefined) return result;
  const { code, title } = refusal;
  return { ...result, body: { error: title === undefined ? code : `${code}: ${title}` } };
}

/** What an answer says, or the outcome that says nothing of it. */
export type Reading<Value> = { readonly value: Value } | { readonly failure: HttpOutcome };

/** A success with the body that Zendesk promises. */
export function readAs<Value>(result: HttpOutcome, schema: z.ZodType<Value>): Reading<Value> {
  if (result.outcome !== 'answered' || !isSuccess(result.status)) return { failure: result };
  const parsed = schema.safeParse(asMeant(result.body));
  return parsed.success ? { value: parsed.data } : { failure: result };
}

/** The same calls, none of which is waited for longer than until `withinMs` are over. `nowMs` is in milliseconds since 1970. */
export function callsWithin(call: CallApi, withinMs: number, nowMs: () => number): CallApi {
  const endsAt = nowMs() + withinMs;
  return async (asked) => {
    const leftMs = endsAt - nowMs();
    if (leftMs < leastMs) return { outcome: 'not-sent', cause: 'out-of-time' };
    return call({ ...asked, timeoutMs: Math.min(leftMs, asked.timeoutMs ?? callTimeoutMs) });
  };
}

/** What is not worth a call any more, in milliseconds. */
const leastMs = 500;
