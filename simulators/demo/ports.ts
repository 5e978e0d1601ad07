import { createServer } from 'node:net';

export interface Ports {
  readonly liveChat: number;
  readonly bridge: number;
  readonly microsoft: number;
}

export const usualPorts: Ports = { liveChat: 5000, bridge: 5001, microsoft: 5002 };

/** The wanted ports, or free ones in place of those that are taken. */
export async function availablePorts(wanted: Ports): Promise<Ports> {
  const [liveChat, bridge, microsoft] = await Promise.all([
    availablePort(wanted.liveChat),
    availablePort(wanted.bridge),
    availablePort(wanted.microsoft),
  ]);
  return { liveChat, bridge, microsoft };
}

const availablePort = (wanted: number): Promise<number> => tryPort(wanted).catch(() => tryPort(0));

function tryPort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}
