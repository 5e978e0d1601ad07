import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Envelope } from '../contracts/contract.ts';
import type { Exchange, Headers } from '../http/exchange.ts';

/** `cut` closes the connection without an answer. */
export type Reply = Answer | 'cut';

export interface Answer {
  readonly status: number;
  readonly headers?: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

export type MakeReply = (callback: Envelope) => Reply;

export const taken = ({ messageId }: Envelope): Reply => ({
  status: 202,
  body: { status: 'accepted', messageId },
});
export const notFound: Answer = { status: 404, body: { error: 'not-found' } };

/** As the bridge answers what comes for a session whose id it does not know yet. */
export const opening: Answer = {
  status: 503,
  headers: { 'retry-after': '1' },
  body: { error: 'A session is being opened that this may belong to.', code: 'session-opening' },
};

const json = { 'content-type': 'application/json' };

export function sendReply(outgoing: ServerResponse, reply: Reply): void {
  if (reply === 'cut') {
    outgoing.socket?.destroy();
    return;
  }
  outgoing.writeHead(reply.status, { ...json, ...reply.headers }).end(JSON.stringify(reply.body));
}

/** A callback with what it got, for the reports. */
export function exchangeOf(incoming: IncomingMessage, body: string, answer: Reply): Exchange {
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
