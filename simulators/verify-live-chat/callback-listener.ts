import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Envelope, envelopeOf } from './callback-shape.ts';
import { type Exchange, type Headers, parsedJson } from './exchange.ts';
import { listening } from './listening.ts';
import type { Kind } from './pact.ts';

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

export async function startCallbackListener(kind: Kind, port: number): Promise<CallbackListener> {
  const received: Callback[] = [];
  const strays: Exchange[] = [];
  const arrivals = new EventEmitter();
  let reply = taken;
  const take = (incoming: IncomingMessage, outgoing: ServerResponse, body: string): void => {
    const parsed = parsedJson(body);
    const envelope = envelopeOf(kind, parsed);
    const isKnown = incoming.method === 'POST' && incoming.url?.split('?')[0] === callbackPaths[kind];
    const answer = isKnown ? reply(envelope) : notFound;
    answerWith(outgoing, answer);
    const exchange = exchangeOf(incoming, body, answer);
    if (isKnown) received.push({ ...envelope, body: parsed, exchange });
    else strays.push(exchange);
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
