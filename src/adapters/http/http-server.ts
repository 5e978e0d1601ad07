import type { Server } from 'node:http';
import { type Http2Bindings, type HttpBindings, serve } from '@hono/node-server';
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
  /** Hears why a connection could not be accepted; the next one may be. */
  readonly onTrouble?: (error: Error) => void;
}

/** Whoever needs longer than this to send a request is cut off, at the next check, so within ten seconds. */
const requestTimeoutMs = 8_000;
const checkEveryMs = 500;
/** How long a connection without a request is kept open. */
export const keepAliveMs = 60_000;
const letGoEveryMs = 50;

/** Rejects with the system's error when the address cannot be taken. */
export function startHttpServer(
  app: Pick<Routes, 'fetch'>,
  { host, port, idleMs = keepAliveMs, onTrouble = () => undefined }: HttpServerOptions,
): Promise<HttpServer> {
  return new Promise((resolve, reject) => {
    const serverOptions = {
      headersTimeout: requestTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: idleMs,
      connectionsCheckingInterval: checkEveryMs,
    };
    const fetch = (request: Request, env: HttpBindings | Http2Bindings) =>
      hasTwoHosts(env) ? badRequest() : app.fetch(request, env);
    const options = { fetch, hostname: host, port, serverOptions };
    const server = serve(options, (address) => {
      server.off('error', reject);
      server.on('error', onTrouble);
      resolve({ port: address.port, stop: (graceMs) => stopServer(server, graceMs) });
    }) as Server;
    server.once('error', reject);
  });
}

/** Node goes by the first of two Host headers, and a proxy before us perhaps by the other. */
const hasTwoHosts = ({ incoming }: HttpBindings | Http2Bindings): boolean => timesSent(incoming, 'host') > 1;

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
