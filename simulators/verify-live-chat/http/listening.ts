import { once } from 'node:events';
import type { Server } from 'node:http';

export interface Address {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

export interface Listening {
  /** Without a trailing slash. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Rejects with the system's error when the port is taken. */
export async function listening(server: Server, { host, port }: Address): Promise<Listening> {
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${taken}`,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
