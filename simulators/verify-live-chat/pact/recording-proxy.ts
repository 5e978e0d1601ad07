import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Headers, isAnswered, parsedJson } from '../http/exchange.ts';
import { listening } from '../http/listening.ts';
import type { VendorApi } from '../http/vendor-api.ts';
import type { States } from './states.ts';

export const STATES_PATH = '/_states';

export interface RecordingProxy {
  readonly url: string;
  stop(): Promise<void>;
}

export interface RecordingProxyOptions {
  readonly api: VendorApi;
  readonly states: States;
}

/**
 * Stands between Pact's verifier and the live chat: it adds the credentials, keeps the time, and records. It also makes
 * the provider states that the verifier asks for.
 */
export async function startRecordingProxy({ api, states }: RecordingProxyOptions): Promise<RecordingProxy> {
  const server = createServer((incoming, outgoing) => {
    const work =
      incoming.url === STATES_PATH ? makeState(incoming, states) : judged(incoming, { api, states });
    void work.then((reply) => answer(outgoing, reply));
  });
  return listening(server, { host: '127.0.0.1', port: 0 });
}

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

const json = { 'content-type': 'application/json' };

async function makeState(incoming: IncomingMessage, states: States): Promise<Reply> {
  const values = await states.apply(parsedJson(await text(incoming)));
  return { status: 200, headers: json, body: JSON.stringify(values) };
}

/** Without its state a request would say nothing about the live chat, so it is not sent. */
async function judged(incoming: IncomingMessage, { api, states }: RecordingProxyOptions): Promise<Reply> {
  if (states.isMissing()) return { status: 503, headers: json, body: '{}' };
  return pass(incoming, api);
}

const ofTheVerifier: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'keep-alive',
  'authorization',
  'user-agent',
]);

/** How the pact spells a request whose credentials have to be refused. */
const isUnauthenticated = (incoming: IncomingMessage): boolean =>
  incoming.headers.authorization === 'Bearer wrong';

async function pass(incoming: IncomingMessage, api: VendorApi): Promise<Reply> {
  const { answer } = await api.send({
    method: incoming.method ?? 'POST',
    path: incoming.url ?? '/',
    headers: asTheBridge(incoming.headers),
    body: await text(incoming),
    as: isUnauthenticated(incoming) ? 'stranger' : 'ourselves',
  });
  if (!isAnswered(answer))
    return { status: 504, headers: { 'content-type': 'text/plain' }, body: answer.failure };
  const { 'content-type': type } = answer.headers;
  return {
    status: answer.status,
    headers: type === undefined ? {} : { 'content-type': type },
    body: answer.body,
  };
}

/** Without what Pact's verifier adds of its own. */
function asTheBridge(headers: IncomingMessage['headers']): Headers {
  const forwarded = Object.entries(headers)
    .filter(([name]) => !ofTheVerifier.has(name))
    .map(([name, value]) => [name, [value ?? ''].flat().join(', ')]);
  return { ...Object.fromEntries(forwarded), accept: 'application/json' };
}

function answer(outgoing: ServerResponse, { status, headers, body }: Reply): void {
  outgoing.writeHead(status, headers).end(body);
}
