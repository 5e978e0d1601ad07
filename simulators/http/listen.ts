import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { cutFloods } from './cut-floods.ts';

export interface Listening {
  /** Origin without a trailing slash, e.g. `http://127.0.0.1:5000`. */
  readonly url: string;
  readonly port: number;
  /** Stops accepting, cuts what is still open (event streams too), and resolves when the port is free. */
  readonly stop: () => Promise<void>;
}

/** Serves `app` on 127.0.0.1. Port 0 takes a free one. Rejects with the system's error when the port is taken. */
export function listen(app: Hono, port = 0): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, (address) =>
      resolve({
        url: `http://127.0.0.1:${address.port}`,
        port: address.port,
        stop: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      }),
    ) as Server;
    cutFloods(server);
    server.once('error', reject);
  });
}
