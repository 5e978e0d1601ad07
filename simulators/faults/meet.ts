import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { cut } from './cut.ts';
import type { Fault } from './fault.ts';
import type { Answered, Forwarder, Incoming } from './forward.ts';
import type { Passages } from './passages.ts';

export interface Met {
  readonly fault: Fault;
  readonly forward: Forwarder['forward'];
  readonly passage: Passages;
  /** Aborts when the caller has gone. */
  readonly gone: AbortSignal;
}

/** Lets a request meet its fault. Resolves with the status that the caller was given whole. */
export async function meet(
  incoming: Incoming,
  response: ServerResponse,
  met: Met,
): Promise<number | undefined> {
  const { fault, forward, passage, gone } = met;
  switch (fault.kind) {
    case 'none':
      return answer(response, await forward(incoming));
    case 'latency':
      await sleep(fault.ms, undefined, { signal: gone });
      return answer(response, await forward(incoming));
    case 'status':
      return answer(response, refusal(fault));
    case 'reset-before':
      cut(response.socket);
      return undefined;
    case 'reset-after':
      await forward(incoming);
      cut(response.socket);
      return undefined;
    case 'black-hole':
      await untilAborted(gone);
      return undefined;
    case 'trickle':
      return trickle(response, await forward(incoming), { msPerByte: fault.msPerByte, gone });
    case 'duplicate': {
      const copies = Array.from({ length: fault.copies }, () => forward(incoming));
      const first = await Promise.any(copies);
      await Promise.allSettled(copies);
      return answer(response, first);
    }
    case 'reorder':
      await passage.overtaken(fault.atMostMs);
      return answer(response, await forward(incoming));
  }
}

function refusal({
  status,
  retryAfterSeconds,
  code = String(status),
}: Extract<Fault, { kind: 'status' }>): Answered {
  const wait = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  const body = Buffer.from(JSON.stringify({ error: { code, message: 'A planned failure.' } }));
  return { status, headers: { 'content-type': 'application/json', ...wait }, body };
}

function answer(response: ServerResponse, { status, headers, body }: Answered): Promise<number | undefined> {
  if (response.destroyed) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    response.once('finish', () => resolve(status));
    response.once('close', () => resolve(undefined));
    response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
  });
}

interface Slowly {
  readonly msPerByte: number;
  readonly gone: AbortSignal;
}

async function trickle(
  response: ServerResponse,
  { status, headers, body }: Answered,
  { msPerByte, gone }: Slowly,
): Promise<number | undefined> {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.flushHeaders();
  for (const byte of body) {
    await sleep(msPerByte, undefined, { signal: gone });
    response.write(Buffer.of(byte));
  }
  response.end();
  return status;
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
