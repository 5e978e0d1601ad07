import type { FaultActions } from '../scenario-api.ts';
import type { Way } from '../world/peers.ts';
import type { World } from '../world/world.ts';
import { type BridgeFaults, bridgeFaults } from './bridge-faults.ts';
import { namedRequests } from './named-requests.ts';

type WayFaults = Pick<FaultActions, 'isDown' | 'has' | 'isWellAgain'>;

const ways: readonly Way[] = ['toBridge', 'toTeams', 'toLiveChat'];

export function faultActions(world: World): FaultActions {
  const { time, proxies, liveChat, microsoft } = world;
  const named = namedRequests(liveChat);
  const onTheWay = wayFaults(world);
  const { startIfDown, ...ofBridge } = bridgeFaults(world);
  return {
    ...onTheWay,
    ...ofBridge,
    async next(way, fault, { which, ...rest }) {
      proxies[way].next(fault, { ...rest, which: named[which] });
    },
    async refuses(reason) {
      liveChat.refuse(reason);
    },
    async copilotRepeats() {
      microsoft.copilotStudio.loseAnswers(1);
    },
    async wait(ms) {
      await time.passUntil(time.now() + ms);
    },
    heal: () => healed(world, onTheWay, startIfDown),
  };
}

async function healed(
  { time, proxies, liveChat, noted }: World,
  { isWellAgain }: WayFaults,
  startIfDown: BridgeFaults['startIfDown'],
): Promise<void> {
  liveChat.refuse(undefined);
  for (const way of ways) {
    proxies[way].follow(undefined);
    await isWellAgain(way);
  }
  await startIfDown();
  noted.push({ type: 'healed', party: 'bridge', at: time.now() });
  await time.settle();
}

function wayFaults({ time, proxies, troubles, noted }: World): WayFaults {
  const down = new Set<Way>();
  const note = (party: string, what: string) => noted.push({ type: 'fault', party, what, at: time.now() });
  const mend = async (way: Way): Promise<void> => {
    troubles[way].have(undefined);
    if (down.delete(way)) await proxies[way].up();
  };
  const mendAfter = (way: Way, ms: number | undefined) => {
    if (ms !== undefined) time.after(ms, () => mend(way));
  };
  return {
    async isDown(way, ms) {
      note(way, 'down');
      down.add(way);
      await proxies[way].down();
      mendAfter(way, ms);
      await time.settle();
    },
    async has(way, ms, trouble) {
      note(way, 'status' in trouble ? `${trouble.kind} ${trouble.status}` : trouble.kind);
      troubles[way].have(trouble);
      mendAfter(way, ms);
    },
    async isWellAgain(way) {
      await mend(way);
      await time.settle();
    },
  };
}
