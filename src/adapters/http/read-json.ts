import type { Context } from 'hono';
import { Problem } from './problem.ts';

/** Bytes of a request's body. */
const maxBodyBytes = 256 * 1024;
/** Levels of nesting in a request's body. */
const maxDepth = 64;

/** The raw body, never more than 256 KB of it. Compressed bodies are refused, since they can unfold to anything. */
export async function readBody(c: Context): Promise<string> {
  const encoding = c.req.header('content-encoding');
  if (encoding && encoding !== 'identity') throw new Problem(415, 'Compressed bodies are not taken.');
  if (Number(c.req.header('content-length') ?? 0) > maxBodyBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    // A byte order mark stays, since signatures are over the bytes that were sent.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    throw new Problem(400, 'The body is not UTF-8.', 'body', { cause: error });
  }
}

/** The body as a JSON object; anything else is a 400. */
export function parseJsonObject(body: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new Problem(400, 'The body is not JSON.', 'body', { cause: error });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Problem(400, 'The body has to be a JSON object.', 'body');
  }
  if (isDeeperThan(parsed, maxDepth)) throw new Problem(400, 'The body is nested too deeply.', 'body');
  return parsed as Readonly<Record<string, unknown>>;
}

export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((inner) => isDeeperThan(inner, levels - 1));
}

const tooLarge = () => new Problem(413, 'The body is larger than 256 KB.');
