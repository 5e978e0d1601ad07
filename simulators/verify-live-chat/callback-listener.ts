import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
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

export interface Reply {
  readonly status: number;
  readonly headers?: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface CallbackListener {
  /** Where it can be reached on this machine, without a trailing slash. */
  readonly url: string;
  /** Every callback so far, in the order of arrival. */
  readonly received: readonly Callback[];
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
  /** Ends the waiting early, with silence. */
  readonly signal?: AbortSignal;
}

export const callbackPaths: Readonly<Record<Kind, string>> = {
  reference: '/api/messages/proactive',
  'contoso-sample': '/api/livechat/messages',
};

const taken = ({ messageId }: Envelope): Reply => ({ status: 202, body: { status: 'accepted', messageId } });

export async function startCallbackListener(kind: Kind, port: number): Promise<CallbackListener> {
  const received: Callback[] = [];
  const arrivals = new EventEmitter();
  let reply = taken;
  const server = createServer((incoming, outgoing) => {
    void text(incoming).then((body) => {
      const callback = callbackOf(kind, { incoming, body }, reply);
      const { status, headers, text: answer } = callback.answered;
      outgoing.writeHead(status, headers).end(answer);
      received.push(callback);
      arrivals.emit('callback');
    });
  });
  const address = await listening(server, { host: '127.0.0.1', port });
  return {
    url: address.url,
    received,
    replyWith(next) {
      reply = next ?? taken;
    },
    async next({ from, fits, withinMs, signal }) {
      const timeout = AbortSignal.timeout(withinMs);
      const either = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
      for (;;) {
        const found = received.slice(from).find(fits);
        if (found !== undefined) return found;
        const more = await once(arrivals, 'callback', { signal: either }).catch(() => undefined);
        if (more === undefined) return 'silence';
      }
    },
    stop: address.stop,
  };
}

interface Incoming {
  readonly incoming: IncomingMessage;
  readonly body: string;
}

function callbackOf(kind: Kind, { incoming, body }: Incoming, reply: (callback: Envelope) => Reply) {
  const parsed = parsedJson(body);
  const envelope = envelopeOf(kind, parsed);
  const path = incoming.url ?? '/';
  const isKnown = incoming.method === 'POST' && path.split('?')[0] === callbackPaths[kind];
  const answer = isKnown ? reply(envelope) : { status: 404, body: { error: 'not-found' } };
  const headers = { 'content-type': 'application/json', ...('headers' in answer ? answer.headers : {}) };
  const answered = { status: answer.status, headers, text: JSON.stringify(answer.body) };
  const exchange: Exchange = {
    direction: 'from-live-chat',
    method: incoming.method ?? '',
    url: path,
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
    ),
    body,
    answer: { status: answer.status, headers, body: answered.text },
    ms: 0,
  };
  return { ...envelope, body: parsed, exchange, answered };
}
