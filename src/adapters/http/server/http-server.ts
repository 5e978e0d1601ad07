import { createServer, type Server } from 'node:http';
import { getRequestListener, type Http2Bindings, type HttpBindings } from '@hono/node-server';
import { connections } from './connections.ts';
import type { Routes } from './routes.ts';
import { timesSent } from './times-sent.ts';

export interface HttpServer {
  readonly port: number;
  /** Stops accepting, lets requests under way finish for `graceMs`, and then cuts what is left. */
  stop(graceMs: number): Promise<void>;
}

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  /** Default {@link keepAliveMs}. */
  readonly idleMs?: number;
  /** How long a client may take nothing of its answer. Default {@link transferMs}. */
  readonly answerMs?: number;
  /** Default {@link mostConnections}. */
  readonly maxConnections?: number;
  /** Hears why a connection could not be accepted; the next one may be. */
  readonly onTrouble?: (error: Error) => void;
}

/** A client that needs longer than this to send a request, or reads nothing of an answer for as long, is cut off. In ms. */
const transferMs = 8_000;
const checkEveryMs = 500;
/** How long a connection without a request is kept open. */
export const keepAliveMs = 60_000;
export const mostConnections = 1000;
const letGoEveryMs = 50;

/** A server that is not started yet. */
export interface Listener {
  /** Rejects with the system's error when the address cannot be taken. */
  listen(): Promise<Pick<HttpServer, 'port'>>;
  /** As {@link HttpServer.stop}; without effect where nothing listens. */
  stop(graceMs: number): Promise<void>;
}

export function httpListener(app: Pick<Routes, 'fetch'>, options: HttpServerOptions): Listener {
  let started: HttpServer | undefined;
  return {
    async listen() {
      started = await startHttpServer(app, options);
      return started;
    },
    stop: async (graceMs) => started?.stop(graceMs),
  };
}

/** Rejects with the system's error when the address cannot be taken. */
export function startHttpServer(app: Pick<Routes, 'fetch'>, options: HttpServerOptions): Promise<HttpServer> {
  const { host, port, idleMs = keepAliveMs, onTrouble = () => undefined } = options;
  const { answerMs = transferMs, maxConnections = mostConnections } = options;
  const fetch = (request: Request, env: HttpBindings | Http2Bindings) =>
    namesHost(env) ? app.fetch(request, env) : badRequest();
  const { inTurn, watch } = connections({ maxConnections, answerMs, onFull: nowAndThen(onTrouble) });
  const answer = inTurn(getRequestListener(fetch, { hostname: host, autoCleanupIncoming: false }));
  const server = createServer(
    {
      headersTimeout: transferMs,
      requestTimeout: transferMs,
      keepAliveTimeout: idleMs,
      connectionsCheckingInterval: checkEveryMs,
      // Node would answer these itself, past the limits of the connection.
      requireHostHeader: false,
    },
    answer,
  );
  server.on('checkExpectation', answer);
  watch(server);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      server.on('error', onTrouble);
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : port;
      resolve({ port: taken, stop: (graceMs) => stopServer(server, graceMs) });
    });
  });
}

/** Its name is what the log says of it. */
class TooManyConnections extends Error {
  override readonly name = 'TooManyConnections';
}

const tellEveryMs = 60_000;

/** A flood of connections is no flood of log lines. */
function nowAndThen(onTrouble: (error: Error) => void): () => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - toldAt < tellEveryMs) return;
    toldAt = performance.now();
    onTrouble(new TooManyConnections('as many connections are open and busy as may be'));
  };
}

/** With two Host headers Node goes by the first, and a proxy before us perhaps by the other. */
function namesHost({ incoming }: HttpBindings | Http2Bindings): boolean {
  const times = timesSent(incoming, 'host');
  return times === 1 || (times === 0 && incoming.httpVersion === '1.0');
}

/** As Node itself answers what is no HTTP. */
const badRequest = () => new Response(null, { status: 400, headers: { connection: 'close' } });

function stopServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    // A connection whose request finishes now is kept alive by its client and would hold the server until the cut.
    const letGo = setInterval(() => server.closeIdleConnections(), letGoEveryMs);
    server.close(() => {
      clearTimeout(cut);
      clearInterval(letGo);
      resolve();
    });
    server.closeIdleConnections();
  });
}
