import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { cut } from './cut.ts';
import type { Fault } from './fault.ts';
import type { ForwardedResponse, Forwarder, Incoming } from './forward.ts';
import { intermediaryAnswer } from './intermediary.ts';
import type { OvertakeGate } from './overtake-gate.ts';
import type { Refusal } from './planned-refusal.ts';

export interface Met {
  readonly fault: Fault;
  readonly forward: Forwarder['forward'];
  readonly passage: OvertakeGate;
  readonly refusal: Refusal;
  /** Aborts when the caller has gone. */
  readonly gone: AbortSignal;
}

/** What the caller was given: the status of a whole answer, or the status line of one that was cut off. */
export interface Given {
  readonly status?: number;
  readonly statusLine?: number;
}

const nothing: Given = {};

/** Lets a request meet its fault. */
export async function meet(incoming: Incoming, response: ServerResponse, met: Met): Promise<Given> {
  const { fault, forward, passage, gone } = met;
  switch (fault.kind) {
    case 'none':
      return answer(response, await forward(incoming));
    case 'latency':
      await sleep(fault.ms, undefined, { signal: gone });
      return answer(response, await forward(incoming));
    case 'status':
      return answer(response, refused(fault, met.refusal));
    case 'intermediary':
      return answer(response, intermediaryAnswer(fault.status));
    case 'reset-before':
      cut(response.socket);
      return nothing;
    case 'reset-after': {
      const { stream } = await forward(incoming);
      stream?.destroy();
      cut(response.socket);
      return nothing;
    }
    case 'cut-answer':
      return cutOff(response, await forward(incoming), fault.bytes);
    case 'black-hole':
      await untilAborted(gone);
      return nothing;
    case 'trickle':
      return trickle(response, await forward(incoming), { msPerByte: fault.msPerByte, gone });
    case 'duplicate': {
      const copies = Array.from({ length: fault.copies }, () => forward(incoming));
      const first = await Promise.any(copies);
      const all = await Promise.allSettled(copies);
      for (const copy of all)
        if (copy.status === 'fulfilled' && copy.value !== first) copy.value.stream?.destroy();
      return answer(response, first);
    }
    case 'reorder':
      await passage.overtaken(fault.atMostMs);
      return answer(response, await forward(incoming));
  }
}

function refused(
  { status, retryAfterSeconds, code }: Extract<Fault, { kind: 'status' }>,
  refusal: Refusal,
): ForwardedResponse {
  const wait = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  const body = Buffer.from(JSON.stringify(refusal(status, code)));
  return { status, headers: { 'content-type': 'application/json', ...wait }, body };
}

function answer(response: ServerResponse, forwarded: ForwardedResponse): Promise<Given> {
  const { status, headers, body, stream } = forwarded;
  if (stream) return passOn(response, { status, headers, stream });
  if (response.destroyed) return Promise.resolve(nothing);
  return new Promise((resolve) => {
    response.once('finish', () => resolve({ status }));
    response.once('close', () => resolve(nothing));
    // A 204 has no length.
    const length = status === 204 ? {} : { 'content-length': body.length };
    response.writeHead(status, { ...headers, ...length }).end(body);
  });
}

/** Events pass as they come, until one of the two sides has enough. */
function passOn(
  response: ServerResponse,
  { status, headers, stream }: Pick<Required<ForwardedResponse>, 'status' | 'headers' | 'stream'>,
): Promise<Given> {
  return new Promise((resolve) => {
    const isOver = () => {
      stream.destroy();
      response.destroy();
      resolve({ statusLine: status });
    };
    if (response.destroyed) return isOver();
    response.once('close', isOver);
    stream.once('close', isOver).once('error', isOver);
    response.writeHead(status, headers);
    response.flushHeaders();
    stream.pipe(response);
  });
}

/** The promised length is never reached, so the caller cannot take this for a whole answer. */
function cutOff(
  response: ServerResponse,
  { status, headers, body, stream }: ForwardedResponse,
  bytes: number,
): Promise<Given> {
  stream?.destroy();
  const { socket } = response;
  if (response.destroyed || !socket) return Promise.resolve(nothing);
  return new Promise((resolve) => {
    response.once('close', () => resolve({ statusLine: status }));
    response.writeHead(status, { ...headers, 'content-length': Math.max(body.length, bytes + 1) });
    response.flushHeaders();
    if (bytes > 0) response.write(body.subarray(0, bytes));
    // A reset would throw away what the caller has not read yet.
    socket.destroySoon();
  });
}

interface Slowly {
  readonly msPerByte: number;
  readonly gone: AbortSignal;
}

async function trickle(
  response: ServerResponse,
  { status, headers, body, stream }: ForwardedResponse,
  { msPerByte, gone }: Slowly,
): Promise<Given> {
  if (stream) return passOn(response, { status, headers, stream });
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.flushHeaders();
  for (const byte of body) {
    await sleep(msPerByte, undefined, { signal: gone });
    response.write(Buffer.of(byte));
  }
  response.end();
  return { status };
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
