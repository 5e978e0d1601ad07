import { Agent, type ClientRequest, type IncomingMessage, request as plainRequest } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Exchange, Headers } from './exchange.ts';
import { failureOf } from './network-failure.ts';

export interface TransportRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
  /** For everything up to the last byte of the answer. */
  readonly timeoutMs: number;
  /** Cuts the connection as soon as the request has gone out. */
  readonly isCut?: boolean;
}

/** Sends requests as the bridge does: on connections that stay open between them. */
export interface Transport {
  /** Never rejects: the answer says what came, or that nothing did. */
  send(request: TransportRequest): Promise<Exchange['answer']>;
  close(): void;
}

const LARGEST_BODY = 1024 * 1024;
/** So that the request has been read on the other side before its connection goes. */
const READ_WITHIN_MS = 30;

export function transport(ca: string | undefined): Transport {
  const agents = {
    'http:': new Agent({ keepAlive: true }),
    'https:': new TlsAgent({ keepAlive: true, ...(ca === undefined ? {} : { ca }) }),
  };
  const sendOnce = (request: TransportRequest): Attempt => {
    const isTls = new URL(request.url).protocol === 'https:';
    const { method, headers } = request;
    return isTls
      ? attempted(tlsRequest(request.url, { method, headers, agent: agents['https:'] }), request)
      : attempted(plainRequest(request.url, { method, headers, agent: agents['http:'] }), request);
  };
  return {
    async send(request) {
      const first = sendOnce(request);
      const answer = await first.answer;
      // The other side may close a connection that lies idle at the very moment in which it is used again.
      const isStale = 'kind' in answer && answer.kind === 'closed' && first.isReused();
      return isStale ? sendOnce(request).answer : answer;
    },
    close() {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

interface Attempt {
  readonly answer: Promise<Exchange['answer']>;
  readonly isReused: () => boolean;
}

function attempted(request: ClientRequest, { body, timeoutMs, isCut }: TransportRequest): Attempt {
  const answer = isCut ? cutOff(request) : answerTo(request, timeoutMs);
  request.end(body === '' ? undefined : body);
  return { answer, isReused: () => request.reusedSocket };
}

async function answerTo(request: ClientRequest, timeoutMs: number): Promise<Exchange['answer']> {
  let isLate = false;
  const deadline = setTimeout(() => {
    isLate = true;
    request.destroy(new Error('the deadline is over'));
  }, timeoutMs);
  try {
    const response = await responseTo(request);
    const body = await bodyOf(response);
    return { status: response.statusCode ?? 0, headers: flat(response.headers), body };
  } catch (error) {
    return isLate ? { failure: `no answer within ${timeoutMs} ms`, kind: 'timeout' } : failureOf(error);
  } finally {
    clearTimeout(deadline);
  }
}

/** No more of it than a report can use: what comes after that is not read. */
async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > LARGEST_BODY) break;
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, LARGEST_BODY);
}

function responseTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // What fails after the answer began is told by the answer's own stream.
    request.on('response', resolve).on('error', reject);
  });
}

function cutOff(request: ClientRequest): Promise<Exchange['answer']> {
  return new Promise((resolve) => {
    const cut = () => {
      request.destroy();
      resolve({ failure: 'the connection was cut on purpose', kind: 'cut' });
    };
    request.on('finish', () => void sleep(READ_WITHIN_MS).then(cut));
    request.on('error', (error) => resolve(failureOf(error)));
  });
}

function flat(headers: IncomingMessage['headers']): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  );
}
