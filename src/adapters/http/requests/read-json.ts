import { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import { type Awaitable, andThen } from '../../../application/ports/awaitable.ts';
import type { ServerEnv } from '../server/routes.ts';
import { Problem } from './problem.ts';

/** Bytes of a request's body. */
const maxBodyBytes = 256 * 1024;
/** Levels of nesting in a request's body. */
const maxDepth = 64;

// A byte order mark stays, since signatures are over the bytes that were sent.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The raw body, never more than 256 KB of it; rejects or throws with a {@link Problem}. Compressed bodies are refused, since they
 * can unfold to anything.
 */
export function readBody(c: Context<ServerEnv>): Awaitable<string> {
  const { incoming } = c.env;
  // Straight from Node's request: through a web stream, reading costs more than all the rest of a request.
  if (!(incoming instanceof IncomingMessage)) return webBodyOf(c.req.raw).then(textOf);
  checkDeclared(incoming.headers['content-encoding'], incoming.headers['content-length']);
  const isParsed = incoming.complete ? undefined : inputOfThisTurn();
  return andThen(isParsed, () =>
    incoming.complete ? textOf(wholeBodyOf(incoming)) : bodyInPieces(incoming).then(textOf),
  );
}

function textOf(body: Uint8Array): string {
  try {
    return utf8.decode(body);
  } catch (error) {
    throw new Problem(400, 'The body is not UTF-8.', { field: 'body', cause: error });
  }
}

function checkDeclared(encoding: string | null | undefined, length: string | null | undefined): void {
  if (encoding && encoding !== 'identity') throw new Problem(415, 'Compressed bodies are not taken.');
  if (Number(length ?? 0) > maxBodyBytes) throw tooLarge();
}

function wholeBodyOf(incoming: IncomingMessage): Uint8Array {
  const body: Buffer | null = incoming.read();
  if (body !== null && body.byteLength > maxBodyBytes) throw tooLarge();
  return body ?? nothing;
}

const nothing = new Uint8Array();

let inputParsed: Promise<void> | undefined;

/**
 * Resolves when Node has parsed all that its sockets had for this turn of its loop. Almost every body has come whole by
 * then, and needs no listeners; and requests that came together are answered together, which wakes their senders once.
 */
function inputOfThisTurn(): Promise<void> {
  inputParsed ??= new Promise((resolve) => {
    setImmediate(() => {
      inputParsed = undefined;
      resolve();
    });
  });
  return inputParsed;
}

function bodyInPieces(incoming: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    let body = Buffer.alloc(0);
    let bytes = 0;
    const settle = (settled: () => void) => {
      incoming.off('data', take).off('end', end).off('error', reject).off('close', cut);
      settled();
    };
    const take = (chunk: Buffer) => {
      if (bytes + chunk.byteLength > maxBodyBytes) {
        incoming.pause();
        settle(() => reject(tooLarge()));
        return;
      }
      body = withRoom(body, bytes + chunk.byteLength);
      chunk.copy(body, bytes);
      bytes += chunk.byteLength;
    };
    const end = () => settle(() => resolve(body.subarray(0, bytes)));
    const cut = () => settle(() => reject(new Problem(400, 'The body is not complete.', { field: 'body' })));
    incoming.on('data', take).on('end', end).on('error', reject).on('close', cut);
  });
}

/** Pieces are copied together as they come: kept by themselves, those of one byte take hundreds of bytes each. */
function withRoom(body: Buffer<ArrayBuffer>, bytes: number): Buffer<ArrayBuffer> {
  if (bytes <= body.byteLength) return body;
  const larger = Buffer.alloc(Math.min(Math.max(bytes, 2 * body.byteLength, leastRoom), maxBodyBytes));
  body.copy(larger);
  return larger;
}

const leastRoom = 16 * 1024;

async function webBodyOf(request: Request): Promise<Uint8Array> {
  checkDeclared(request.headers.get('content-encoding'), request.headers.get('content-length'));
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The body as a JSON object; anything else is a 400. */
export function parseJsonObject(body: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new Problem(400, 'The body is not JSON.', { field: 'body', cause: error });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Problem(400, 'The body has to be a JSON object.', { field: 'body' });
  }
  if (isDeeperThan(parsed, maxDepth))
    throw new Problem(400, 'The body is nested too deeply.', { field: 'body' });
  return parsed as Readonly<Record<string, unknown>>;
}

export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((inner) => isDeeperThan(inner, levels - 1));
  const fields = value as Readonly<Record<string, unknown>>;
  for (const key in fields) {
    const inner = fields[key];
    if (typeof inner === 'object' && isDeeperThan(inner, levels - 1)) return true;
  }
  return false;
}

const tooLarge = () => new Problem(413, 'The body is larger than 256 KB.');
