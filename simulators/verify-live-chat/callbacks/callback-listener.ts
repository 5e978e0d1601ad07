import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Exchange, type Headers, parsedJson } from '../http/exchange.ts';
import { listening } from '../http/listening.ts';
import type { Kind } from '../pact/pact.ts';
import { type Envelope, envelopeOf } from './callback-shape.ts';

/** A callback as it came, with the answer that it got. */
export interface Callback extends Envelope {
  readonly exchange: Exchange;
  readonly body: unknown;
}

/** `cut` closes the connection without an answer. */
export type Reply = Answer | 'cut';

export interface Answer {
  readonly status: number;
  readonly headers?: Headers;
  readonly body: Readonly<Record<string, unknown>>;
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
  replyWith(reply: ((callback: Envelope) => Reply) | undefined): void;
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

export const callbackPaths: Readonly<Record<Kind, string>> = {
  reference: '/api/messages/proactive',
  'contoso-sample': '/api/livechat/messages',
};

const taken = ({ messageId }: Envelope): Reply => ({ status: 202, body: { status: 'accepted', messageId } });
const notFound: Answer = { status: 404, body: { error: 'not-found' } };

/** As the bridge answers what comes for a session whose id it does not know yet. */
const opening: Answer = {
  status: 503,
  headers: { 'retry-after': '1' },
  body: { error: 'A session is being opened that this may belong to.', code: 'session-opening' },
};

export interface ListenerSettings {
  readonly kind: Kind;
  readonly port: number;
  /** Whether a start has been answered with this session. */
  readonly isKnown: (sessionId: unknown) => boolean;
}

export async function startCallbackListener({
  kind,
  port,
  isKnown: isKnownSession,
}: ListenerSettings): Promise<CallbackListener> {
  const received: Callback[] = [];
  const strays: Exchange[] = [];
  const early: Callback[] = [];
  let openings = 0;
  const arrivals = new EventEmitter();
  let reply = taken;
  const take = (incoming: IncomingMessage, outgoing: ServerResponse, body: string): void => {
    const parsed = parsedJson(body);
    const envelope = envelopeOf(kind, parsed);
    const isKnown = incoming.method === 'POST' && incoming.url?.split('?')[0] === callbackPaths[kind];
    const isEarly = isKnown && openings > 0 && !isKnownSession(envelope.sessionId);
    const known = isEarly ? opening : reply;
    const answer = isKnown ? answerOf(known, envelope) : notFound;
    answerWith(outgoing, answer);
    const exchange = exchangeOf(incoming, body, answer);
    const callback = { ...envelope, body: parsed, exchange };
    if (isKnown) received.push(callback);
    else strays.push(exchange);
    if (isEarly) early.push(callback);
    arrivals.emit('callback');
  };
  const server = createServer((incoming, outgoing) => {
    // One that breaks off says nothing.
    void text(incoming).then(
      (body) => take(incoming, outgoing, body),
      () => undefined,
    );
  });
  const address = await listening(server, { host: '127.0.0.1', port });
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
    async next(wanted) {
      const { from, fits, withinMs, signal } = wanted;
      const timeout = AbortSignal.timeout(withinMs);
      const either = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
      const { straysBefore = strays.length } = wanted;
      for (;;) {
        const found = received.slice(from).find(fits);
        if (found !== undefined) return found;
        // What goes astray is not coming.
        if (strays.length > straysBefore) return 'silence';
        const more = await once(arrivals, 'callback', { signal: either }).catch(() => undefined);
        if (more === undefined) return 'silence';
      }
    },
    stop: address.stop,
  };
}

const answerOf = (given: Reply | ((callback: Envelope) => Reply), callback: Envelope): Reply =>
  typeof given === 'function' ? given(callback) : given;

const json = { 'content-type': 'application/json' };

function answerWith(outgoing: ServerResponse, answer: Reply): void {
  if (answer === 'cut') {
    outgoing.socket?.destroy();
    return;
  }
  outgoing.writeHead(answer.status, { ...json, ...answer.headers }).end(JSON.stringify(answer.body));
}

function exchangeOf(incoming: IncomingMessage, body: string, answer: Reply): Exchange {
  return {
    direction: 'from-live-chat',
    method: incoming.method ?? '',
    url: incoming.url ?? '/',
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
    ),
    body,
    answer:
      answer === 'cut'
        ? { failure: 'the connection was cut on purpose', kind: 'cut' }
        : {
            status: answer.status,
            headers: { ...json, ...answer.headers },
            body: JSON.stringify(answer.body),
          },
    ms: 0,
  };
}
