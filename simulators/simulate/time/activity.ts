import diagnostics from 'node:diagnostics_channel';
import type { EventEmitter } from 'node:events';
import { z } from 'zod';
import { streamed } from '../../http/streamed.ts';

/**
 * What a process has had to do with requests so far, and whether it is at work now. Counts only grow, so that two looks
 * with the same counts show that nothing happened in between.
 */
export const activitySchema = z.object({
  /** Requests that it sent, and those of them that are over. */
  sent: z.number(),
  settled: z.number(),
  /** Requests that came to it, and those of them that are over. */
  received: z.number(),
  closed: z.number(),
  /** Files or signatures are being worked on. */
  isBusy: z.boolean(),
});

export type Activity = Readonly<z.infer<typeof activitySchema>>;

type Counts = { -readonly [Key in keyof Activity]: Activity[Key] };

/** Counts from now on. Call it before anything sends. */
export function watchActivity(): () => Promise<Activity> {
  const counts: Counts = { sent: 0, settled: 0, received: 0, closed: 0, isBusy: false };
  countFetches(counts);
  countNodeRequests(counts);
  countServed(counts);
  const signing = countSigning();
  const isStreaming = watchStreams();
  return async () => {
    // What follows from a promise that is done, or is put off to the end of the turn, happens before we look.
    for (let turn = 0; turn < 3; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
    return {
      ...counts,
      isBusy: signing() > 0 || isStreaming() || process.getActiveResourcesInfo().some(isWork),
    };
  };
}

/** Requests of the operating system that are under way: files, connections, writes. Sockets and timers just wait. */
const isWork = (resource: string): boolean =>
  /Req(Promise|Callback|Wrap)?$|Immediate|(Connect|Write|Shutdown)Wrap/.test(resource);

const requestMessage = z.object({ request: z.custom<object>((value) => typeof value === 'object') });

/** Of undici, the package and the one behind `fetch`. */
function countFetches(counts: Counts): void {
  const open = new WeakSet<object>();
  const settle = (message: unknown) => {
    const { request } = requestMessage.parse(message);
    if (open.delete(request)) counts.settled += 1;
  };
  diagnostics.subscribe('undici:request:create', (message) => {
    const { request } = requestMessage.parse(message);
    // One that opens a socket is never said to be over; what goes over the socket is streamed.
    if ('upgrade' in request && request.upgrade) return;
    open.add(request);
    counts.sent += 1;
  });
  diagnostics.subscribe('undici:request:trailers', settle);
  diagnostics.subscribe('undici:request:error', settle);
}

const emitter = z.custom<EventEmitter>(
  (value) => typeof value === 'object' && value !== null && 'once' in value,
);
const clientMessage = z.object({ request: emitter });
const servedMessage = z.object({ response: emitter });

function countNodeRequests(counts: Counts): void {
  diagnostics.subscribe('http.client.request.start', (message) => {
    counts.sent += 1;
    clientMessage.parse(message).request.once('close', () => {
      counts.settled += 1;
    });
  });
}

function countServed(counts: Counts): void {
  diagnostics.subscribe('http.server.request.start', (message) => {
    counts.received += 1;
    servedMessage.parse(message).response.once('close', () => {
      counts.closed += 1;
    });
  });
}

/** By the machine's clock: what was written to an open stream has been read after that. */
const onItsWayMs = 15;

/** What goes over a stream that stays open is neither a request nor an answer. */
function watchStreams(): () => boolean {
  let writtenAt = Number.NEGATIVE_INFINITY;
  diagnostics.subscribe(streamed.name, () => {
    writtenAt = performance.now();
  });
  return () => performance.now() - writtenAt < onItsWayMs;
}

/** Signatures are made and checked by threads that nothing else shows. */
function countSigning(): () => number {
  let open = 0;
  const subtle: object = globalThis.crypto.subtle;
  for (const name of ['sign', 'verify', 'digest', 'importKey', 'exportKey'] as const) {
    const original: unknown = Reflect.get(subtle, name);
    if (typeof original !== 'function') throw new Error(`this Node has no crypto.subtle.${name}`);
    const counted = async (...parts: unknown[]): Promise<unknown> => {
      open += 1;
      try {
        return await Reflect.apply(original, subtle, parts);
      } finally {
        open -= 1;
      }
    };
    Object.defineProperty(subtle, name, { value: counted, configurable: true });
  }
  return () => open;
}
