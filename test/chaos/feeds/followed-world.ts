import { randomAt } from '../../../simulators/faults/random.ts';
import { type BridgeProcess, bridgeProcess } from '../../end-to-end/world.ts';
import type { ChaosWorld, ChaosWorldOptions } from '../chaos-world.ts';
import { type HeardVendor, startHeardVendor, strainStream } from './heard-vendor.ts';
import { withoutUnread } from './unread-at-end.ts';

/** A bridge whose live chat does not call back and is heard on a stream. */
const program = 'test/chaos/feeds/following-bridge-process.ts';

type Followed<World extends ChaosWorld> = World & { readonly vendor: HeardVendor };

interface Following extends Required<Pick<ChaosWorldOptions, 'settings' | 'callbacks' | 'program'>> {
  /** A bridge that runs `program`, for a world of several. */
  readonly runs: (url: string, environment: Readonly<Record<string, string>>) => BridgeProcess;
}

interface Start<World extends ChaosWorld> {
  readonly start: (following: Following) => Promise<World>;
  /** The stream's faults come from it, until all heals. Absent: there are none. */
  readonly seed?: string;
}

/** A world of following bridges. In its record, what the vendor has kept is accepted. */
export async function startFollowedWorld<World extends ChaosWorld>({
  start,
  seed,
}: Start<World>): Promise<Followed<World>> {
  const vendor = await startHeardVendor();
  const world = await start({
    settings: vendor.environment,
    callbacks: vendor.exchanges,
    program,
    runs: (url, environment) => bridgeProcess({ url, environment, program }),
  });
  vendor.connect(world.liveChat);
  let isOver = false;
  const straining =
    seed === undefined
      ? Promise.resolve()
      : strainStream(vendor.stream, { random: randomAt(`${seed}/stream`, 0), isOver: () => isOver });
  const calm = async () => {
    isOver = true;
    await straining;
    vendor.heal();
  };
  return {
    ...world,
    vendor,
    async heal() {
      await calm();
      await world.heal();
    },
    record: () => withoutUnread(world.record()),
    async stop() {
      await calm();
      await world.stop();
      await vendor.stop();
    },
  };
}
