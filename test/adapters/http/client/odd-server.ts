import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface Heard {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What the server does with its next request. */
export type Behaviour = (response: ServerResponse, heard: Heard) => void;

export interface OddServer {
  readonly url: string;
  readonly heard: readonly Heard[];
  /** Behaviours for the next requests, in this order; after that everything is answered as usual. */
  next(...behaviours: readonly Behaviour[]): void;
  stop(): Promise<void>;
}

/** A party on 127.0.0.1 that can answer in ways in which no decent party would. As usual, it answers 200 with `{}`. */
export function oddServer(usual: Behaviour = json(200, {})): Promise<OddServer> {
  const heard: Heard[] = [];
  const behaviours: Behaviour[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const each = { url: request.url ?? '', headers: request.headers, body };
      heard.push(each);
      (behaviours.shift() ?? usual)(response, each);
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({
        url: `http://127.0.0.1:${port}`,
        heard,
        next: (...more) => void behaviours.push(...more),
        stop: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}

export const json =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Behaviour =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

export const text =
  (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Behaviour =>
  (response) =>
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);

export const reset: Behaviour = (response) => response.socket?.resetAndDestroy();
/** The same where there is TLS, whose connections cannot be reset. */
export const cut: Behaviour = (response) => response.socket?.destroy();
export const silence: Behaviour = () => undefined;

/** Sends megabytes for as long as somebody reads. */
export const flood =
  (megabytes: number, sent: (bytes: number) => void): Behaviour =>
  (response) => {
    const chunk = Buffer.alloc(64 * 1024, 'x');
    let left = megabytes * 16;
    const more = () => {
      while (left > 0 && !response.destroyed) {
        left -= 1;
        sent(chunk.length);
        if (!response.write(chunk)) return void response.once('drain', more);
      }
      response.end();
    };
    response.on('error', () => undefined);
    response.writeHead(201, { 'content-type': 'application/json' });
    more();
  };

/** A byte now and then, and never an end. */
export const trickle: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
};

/** Status line, headers and the beginning of a body; then the connection is cut. */
export const cutAfterHead =
  (status: number, headers: Readonly<Record<string, string>> = {}): Behaviour =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': '100', ...headers });
    response.write('{"a":', () => response.socket?.resetAndDestroy());
  };

/** Status line and headers, and then nothing. */
export const headOnly =
  (status: number, headers: Readonly<Record<string, string>> = {}): Behaviour =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': '100', ...headers });
    response.flushHeaders();
  };

/** What a sign-in page, a firewall or an ingress answers in place of the party. */
export const page = (status: number, headers: Readonly<Record<string, string>> = {}): Behaviour =>
  text(status, '<!doctype html><title>Sign in</title>', headers);
