import { createServer } from 'node:net';

export interface Ports {
  readonly liveChat: number;
  readonly bridge: number;
  readonly microsoft: number;
  readonly console: number;
  /** The way of the bridge to Teams; its address is in sessions that go on at the next start. 0: any. */
  readonly teamsLine: number;
  /** Used with `--playground` alone. */
  readonly playground: number;
}

export const usualPorts: Ports = {
  liveChat: 5000,
  bridge: 5001,
  microsoft: 5002,
  console: 5003,
  teamsLine: 0,
  playground: 56_150,
};

/** The wanted ports, or free ones in place of those that are taken. */
export async function availablePorts(wanted: Ports, withPlayground: boolean): Promise<Ports> {
  const [liveChat, bridge, microsoft, console, teamsLine, playground] = await Promise.all([
    availablePort(wanted.liveChat),
    availablePort(wanted.bridge),
    availablePort(wanted.microsoft),
    availablePort(wanted.console),
    availablePort(wanted.teamsLine),
    withPlayground ? availablePort(wanted.playground) : wanted.playground,
  ]);
  return { liveChat, bridge, microsoft, console, teamsLine, playground };
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
