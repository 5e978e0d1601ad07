import { freePort, isFree } from '../free-port.ts';

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
  const chosen = new Set<number>();
  const choose = async (port: number): Promise<number> => {
    const isWanted = port !== 0 && !chosen.has(port) && (await isFree(port));
    const found = isWanted ? port : await freePort();
    if (chosen.has(found)) return choose(0);
    chosen.add(found);
    return found;
  };
  return {
    liveChat: await choose(wanted.liveChat),
    bridge: await choose(wanted.bridge),
    microsoft: await choose(wanted.microsoft),
    console: await choose(wanted.console),
    teamsLine: await choose(wanted.teamsLine),
    playground: withPlayground ? await choose(wanted.playground) : wanted.playground,
  };
}
