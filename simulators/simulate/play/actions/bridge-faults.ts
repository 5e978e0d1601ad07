import type { FaultActions } from '../scenario-api.ts';
import type { World } from '../world/world.ts';
import { namedRequests } from './named-requests.ts';

export interface BridgeFaults extends Pick<FaultActions, 'kill' | 'killAt' | 'bridgeIsDown' | 'restart'> {
  startIfDown(): Promise<void>;
}

/** What happens to the bridge itself. */
export function bridgeFaults({ time, bridge, liveChat, troubles, noted }: World): BridgeFaults {
  const named = namedRequests(liveChat);
  const note = (type: 'crash' | 'restart') => noted.push({ type, party: 'bridge', at: time.now() });
  const start = async (): Promise<void> => {
    await bridge.start();
    note('restart');
  };
  return {
    async kill() {
      note('crash');
      await bridge.kill();
      await start();
      await time.settle();
    },
    async killAt({ way, moment, which }) {
      troubles[way].doAt(moment, named[which], async () => {
        note('crash');
        const killed = bridge.kill();
        // From now on, so that the silence after the kill does not count as rest.
        time.work(killed.then(start));
        await killed;
      });
    },
    async bridgeIsDown(ms) {
      note('crash');
      await bridge.kill();
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
