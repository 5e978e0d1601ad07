import { request } from 'undici';
import type { CheckedPoint } from '../../src/adapters/live-chat/vendor.ts';

/** One answer of a server, or why there was none. */
export type Asked =
  | {
      readonly status: number;
      readonly body: unknown;
      readonly bytes: number;
      readonly ms: number;
      /** By the server's clock, in milliseconds since 1970. */
      readonly date?: number;
    }
  | { readonly cause: string };

const withinMs = 15_000;

/** Never rejects. */
export async function asked(url: string, options: Parameters<typeof request>[1] = {}): Promise<Asked> {
  const startedAt = performance.now();
  try {
    const answer = await request(url, { ...options, signal: AbortSignal.timeout(withinMs) });
    const text = await answer.body.text();
    const date = Date.parse(String(answer.headers.date));
    return {
      status: answer.statusCode,
      body: jsonIn(text),
      bytes: Buffer.byteLength(text),
      ms: Math.round(performance.now() - startedAt),
      ...(Number.isFinite(date) && { date }),
    };
  } catch (error) {
    // A doctor tells what came; that nothing came is an answer like any other.
    return { cause: codeOf(error) };
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

export const cameOf = (answer: Asked): string =>
  'cause' in answer ? answer.cause : `${answer.status} after ${answer.ms} ms`;

export const fine = (tried: string, came: string): CheckedPoint => ({ tried, result: 'fine', came });

export const wrong = (tried: string, came: string, advice: string): CheckedPoint => ({
  tried,
  result: 'wrong',
  came,
  advice,
});

export const unknown = (tried: string, came: string, advice: string): CheckedPoint => ({
  ...wrong(tried, came, advice),
  result: 'unknown',
});
