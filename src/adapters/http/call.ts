import { EventEmitter } from 'node:events';
import { type Dispatcher, request } from 'undici';
import { traceHeaders } from './active-span.ts';

/** One request to another party. Never follows a redirect; reads at most {@link maxAnswerBytes} of the answer. */
export interface Call {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For everything from the first byte out to the last byte in, in milliseconds. */
  readonly timeoutMs: number;
  readonly dispatcher?: Dispatcher;
}

/**
 * - `answered`: an HTTP answer came; `body` is its JSON, absent when there is none or it is not JSON or too long.
 * - `not-sent`: no connection could be made, so the party has not seen the request.
 * - `unknown`: the party may have seen it or not.
 */
export type Called =
  | {
      readonly outcome: 'answered';
      readonly status: number;
      readonly body: unknown;
      readonly retryAfterMs?: number;
    }
  | { readonly outcome: 'not-sent' | 'unknown'; readonly cause: string };

const maxAnswerBytes = 1_000_000;

export async function call({ url, timeoutMs, headers, ...rest }: Call): Promise<Called> {
  const deadline = deadlineIn(timeoutMs);
  try {
    const response = await request(url, {
      ...rest,
      headers: { ...headers, ...traceHeaders() },
      signal: deadline.signal,
    });
    const retryAfterMs = parseRetryAfter(header(response.headers['retry-after']), Date.now());
    const answer = {
      outcome: 'answered' as const,
      status: response.statusCode,
      body: await json(response),
    };
    return retryAfterMs === undefined ? answer : { ...answer, retryAfterMs };
  } catch (error) {
    const cause = deadline.isOver() ? 'timeout' : codeOf(error);
    return { outcome: neverConnected.has(cause) ? 'not-sent' : 'unknown', cause };
  } finally {
    deadline.cancel();
  }
}

/** Aborts a request when its time is over. An AbortSignal of the platform does the same at many times the price. */
function deadlineIn(ms: number) {
  const signal = new EventEmitter();
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    signal.emit('abort');
  }, ms);
  return { signal, isOver: () => isOver, cancel: () => clearTimeout(timer) };
}

/** `application/json` for a body, and who asks. */
export const jsonHeaders = { 'content-type': 'application/json', accept: 'application/json' } as const;

const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

async function json({ body, headers }: Dispatcher.ResponseData): Promise<unknown> {
  const text = await textOf(body, Number(header(headers['content-length']) ?? Number.NaN));
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is a fact about the answer, which whoever asked judges.
    return undefined;
  }
}

/** Absent when it is too long. A declared length is the real one: HTTP's parser sees to that. */
async function textOf(body: Dispatcher.ResponseData['body'], declared: number): Promise<string | undefined> {
  if (declared <= maxAnswerBytes) return body.text();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes) {
      body.destroy();
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Milliseconds to wait by a `Retry-After` of seconds or of an HTTP date; at most an hour. */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), 3_600_000);
}

const header = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

/** The code of a failure, never its message: messages can quote what we sent. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  const { code, cause } = error as Error & { readonly code?: unknown };
  if (typeof code === 'string') return code;
  return cause instanceof Error ? codeOf(cause) : error.name;
}
