import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Contract, Envelope } from '../contracts/contract.ts';
import { type Exchange, parsedJson } from '../http/exchange.ts';
import { listening } from '../http/listening.ts';
import { exchangeOf, type MakeReply, notFound, opening, sendReply, taken } from './callback-reply.ts';

/** A callback as it came, with the answer that it got. */
export interface Callback extends Envelope {
  readonly exchange: Exchange;
  readonly body: unknown;
}

export interface CallbackListener {
  /** Where it can be reached on this machine, without a trailing slash. */
  readonly url: string;
  /** Every callback so far, in the order of arrival. */
  readonly received: readonly Callback[];
  /** Every other request: one to a path that no start has named, or not a POST. */
  readonly strays: readonly Exchange[];
  /** Those of `received` that came before the start of their session was answered. */
  readonly early: readonly Callback[];
  /** While this goes on, sessions are being opened that call back here. */
  whileOpening<T>(work: () => Promise<T>): Promise<T>;
  /** From now on callbacks are answered so; undefined takes each of them. */
  replyWith(reply: MakeReply | undefined): void;
  /** The first callback from position `from` on that fits, or `silence` when none comes within `withinMs`. */
  next(wanted: Wanted): Promise<Callback | 'silence'>;
  stop(): Promise<void>;
}

export interface Wanted {
  readonly from: number;
  readonly fits: (callback: Callback) => boolean;
  readonly withinMs: number;
  /** How many had gone astray before it was asked for; one more ends the waiting. */
  readonly straysBefore?: number;
  /** Ends the waiting early, with silence. */
  readonly signal?: AbortSignal;
}

export interface ListenerSettings {
  readonly contract: Contract;
  readonly port: number;
  /** Whether a start has been answered with this session. */
  readonly isKnown: (sessionId: unknown) => boolean;
}

export async function startCallbackListener(settings: ListenerSettings): Promise<CallbackListener> {
  const { contract, port, isKnown } = settings;
  const received: Callback[] = [];
  const strays: Exchange[] = [];
  const early: Callback[] = [];
  const arrivals = new EventEmitter();
  let openings = 0;
  let reply: MakeReply = taken;

  const take = (incoming: IncomingMessage, outgoing: ServerResponse, body: string): void => {
    const parsed = parsedJson(body);
    const envelope = contract.envelopeOf(parsed);
    const isStray = incoming.method !== 'POST' || incoming.url?.split('?')[0] !== contract.callbackPath;
    const isEarly = !isStray && openings > 0 && !isKnown(envelope.sessionId);
    const make: MakeReply = isEarly ? () => opening : reply;
    const answer = isStray ? notFound : make(envelope);
    sendReply(outgoing, answer);
    const callback = { ...envelope, body: parsed, exchange: exchangeOf(incoming, body, answer) };
    if (isStray) strays.push(callback.exchange);
    else received.push(callback);
    if (isEarly) early.push(callback);
    arrivals.emit('callback');
  };
  const address = await listening(serverOf(take), { host: '127.0.0.1', port });
  return {
    url: address.url,
    received,
    strays,
    early,
    async whileOpening(work) {
      openings += 1;
      return work().finally(() => {
        openings -= 1;
      });
    },
    replyWith(next) {
      reply = next ?? taken;
    },
    next: (wanted) => nextOf({ received, strays, arrivals }, wanted),
    stop: address.stop,
  };
}

function serverOf(take: (incoming: IncomingMessage, outgoing: ServerResponse, body: string) => void) {
  return createServer((incoming, outgoing) => {
    // One that breaks off says nothing.
    void text(incoming).then(
      (body) => take(incoming, outgoing, body),
      () => undefined,
    );
  });
}

interface Arrived extends Pick<CallbackListener, 'received' | 'strays'> {
  /** Emits `callback` for each request. */
  readonly arrivals: EventEmitter;
}

async function nextOf(
  { received, strays, arrivals }: Arrived,
  { from, fits, withinMs, straysBefore = strays.length, signal }: Wanted,
): Promise<Callback | 'silence'> {
  const timeout = AbortSignal.timeout(withinMs);
  const either = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
  for (;;) {
    const found = received.slice(from).find(fits);
    if (found !== undefined) return found;
    // What goes astray is not coming.
    if (strays.length > straysBefore) return 'silence';
    const more = await once(arrivals, 'callback', { signal: either }).catch(() => undefined);
    if (more === undefined) return 'silence';
  }
}
