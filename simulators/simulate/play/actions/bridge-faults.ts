import type { FaultActions } from '../scenario-api.ts';
import type { Troubles } from '../world/troubles.ts';
import type { World } from '../world/world.ts';
import { namedRequests } from './named-requests.ts';

export interface BridgeFaults extends Pick<FaultActions, 'kill' | 'killAt' | 'bridgeIsDown' | 'restart'> {
  startIfDown(): Promise<void>;
}

interface Killed extends Pick<World, 'noted'> {
  readonly liveChat: Pick<World['liveChat'], 'reads'>;
  readonly time: Pick<World['time'], 'now' | 'work' | 'after' | 'settle'>;
  readonly bridge: Pick<World['bridge'], 'process' | 'start' | 'kill' | 'stop'>;
  readonly troubles: Readonly<Record<keyof World['troubles'], Pick<Troubles, 'doAt'>>>;
}

/** What happens to the bridge itself. */
export function bridgeFaults({ time, bridge, liveChat, troubles, noted }: Killed): BridgeFaults {
  const named = namedRequests(liveChat);
  const start = async (): Promise<void> => {
    await bridge.start();
    noted.push({ type: 'restart', party: 'bridge', at: time.now() });
  };
  /** What the process has sent before it is gone may arrive after the order to kill it. */
  const kill = async (): Promise<void> => {
    const at = time.now();
    await bridge.kill();
    noted.push({ type: 'crash', party: 'bridge', at, until: time.now() });
  };
  return {
    async kill() {
      await kill();
      await start();
      await time.settle();
    },
    async killAt({ way, moment, which }) {
      troubles[way].doAt(moment, named[which], async () => {
        const killed = kill();
        // From now on, so that the silence after the kill does not count as rest.
        time.work(killed.then(start));
        await killed;
      });
    },
    async bridgeIsDown(ms) {
      await kill();
      time.after(ms, start);
      await time.settle();
    },
    async restart() {
      await bridge.stop();
      await bridge.start();
      await time.settle();
    },
    async startIfDown() {
      if (!bridge.process) await bridge.start();
    },
  };
}
