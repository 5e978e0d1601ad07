import { newCredentials } from '../../simulators/bridge-environment.ts';
import { readDemoState, writeDemoState } from '../../simulators/demo/demo-state.ts';
import type { Ports } from '../../simulators/demo/ports.ts';

/** Port 0: the system chooses. */
const freePorts: Ports = { liveChat: 0, bridge: 0, microsoft: 0, console: 0, teamsLine: 0, playground: 0 };

/** Has the first demo in a directory want free ports, or those of a demo in `another` directory; a later one has its own. */
export async function wantPorts(directory: string, another?: string): Promise<void> {
  const ports = another === undefined ? freePorts : (await readDemoState(another)).ports;
  await writeDemoState(directory, { credentials: newCredentials(), ports });
}
