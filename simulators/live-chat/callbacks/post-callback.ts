import { randomUUID } from 'node:crypto';
import type { CallbackAnswer } from '../live-chat.ts';
import { signedHeaders } from './standard-webhooks.ts';

export interface PostOptions {
  /** `whsec_…`; without it nothing is signed. */
  readonly secret?: string;
  /** `webhook-id`; the payload's messageId unless told. */
  readonly id?: string;
  /** The time that is signed; now unless told. */
  readonly timestamp?: Date;
  /** Set last, so that they can replace or spoil what was signed. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Milliseconds, 15,000 unless told. */
  readonly answerWithinMs?: number;
}

const ANSWER_WITHIN_MS = 15_000;

/**
 * Posts `payload` to `url`, signed as Standard Webhooks (standardwebhooks.com) when there is a secret. A string goes
 * out as it is, anything else as JSON. Never rejects: when no answer comes in time, the status is 0 and the
 * body names the network's error.
 */
export async function postCallback(
  url: string,
  payload: unknown,
  options: PostOptions = {},
): Promise<CallbackAnswer> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const headers = {
    'content-type': 'application/json',
    ...signed(body, payload, options),
    ...options.headers,
  };
  const timeout = AbortSignal.timeout(options.answerWithinMs ?? ANSWER_WITHIN_MS);
  const signal = options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout]);
  try {
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    const text = await response.text();
    const retryAfterMs = retryAfter(response.headers.get('retry-after'));
    return {
      status: response.status,
      body: parsed(text),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    };
  } catch (error) {
    return { status: 0, body: { error: networkError(error) } };
  }
}

function signed(body: string, payload: unknown, { secret, id, timestamp }: PostOptions) {
  return signedHeaders(body, id ?? messageIdOf(payload) ?? randomUUID(), { secret, at: timestamp });
}

function messageIdOf(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null || !('messageId' in payload)) return undefined;
  return typeof payload.messageId === 'string' ? payload.messageId : undefined;
}

/** Seconds or an HTTP date, as RFC 9110 allows both. */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function networkError(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer';
  if (error.name === 'TimeoutError') return 'no answer in time';
  const cause = error.cause;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return error.name === 'AbortError' ? 'stopped' : 'no answer';
}
