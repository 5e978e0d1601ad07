import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';

export interface Incoming {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface ForwardedResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Goes on after the head, with `body` empty: server-sent events. Has to be read or destroyed. */
  readonly stream?: IncomingMessage;
}

export interface Forwarder {
  /** Rejects when the peer gives no whole answer. */
  forward(incoming: Incoming): Promise<ForwardedResponse>;
  /** Cuts every connection to the peer. */
  close(): void;
}

/** Headers that belong to one connection and are made anew for the next. */
const ofTheConnection = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host', 'expect'];

/** Hands requests on to `target`, an http origin that may move, with what they carry. */
export function forwarder(target: () => string): Forwarder {
  const agent = new Agent({ keepAlive: true });
  return {
    forward: ({ method, path, headers, body }) =>
      new Promise((resolve, reject) => {
        const { hostname, port } = new URL(target());
        const sent = request(
          {
            hostname,
            port,
            method,
            path,
            agent,
            headers: { ...endToEnd(headers), 'content-length': body.length },
          },
          (answer) => {
            const head = { status: answer.statusCode ?? 502, headers: endToEnd(answer.headers) };
            if (isStream(answer)) return resolve({ ...head, body: Buffer.alloc(0), stream: answer });
            bodyOf(answer).then((body) => resolve({ ...head, body }), reject);
          },
        );
        sent.once('error', reject);
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}

const isStream = ({ headers }: IncomingMessage): boolean =>
  headers['content-type']?.startsWith('text/event-stream') === true;

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofTheConnection.includes(name)));
}

export async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}
