import { createServer } from 'node:net';

/** A port of 127.0.0.1 that nobody should ever connect to. */
export interface SilentListener {
  readonly port: number;
  readonly connections: number;
  stop(): Promise<void>;
}

export function silentListener(): Promise<SilentListener> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : 0,
        get connections() {
          return connections;
        },
        stop: () => new Promise((done) => server.close(() => done())),
      });
    });
  });
}
