import type { EventStream } from '../../../simulators/live-chat/stream/event-stream.ts';
import { type BridgeProcess, bridgeProcess } from '../../end-to-end/world.ts';
import type { ChaosWorld, ChaosWorldOptions } from '../chaos-world.ts';
import { type HeardVendor, startHeardVendor } from './heard-vendor.ts';
import { withoutUnread } from './unread-at-end.ts';

/** A bridge whose live chat does not call back and is heard on a stream. */
const program = 'test/chaos/feeds/following-bridge-process.ts';

export type Followed<World extends ChaosWorld> = World & { readonly vendor: HeardVendor };

interface Following extends Required<Pick<ChaosWorldOptions, 'settings' | 'callbacks' | 'program'>> {
  /** A bridge that runs `program`, for a world of several. */
  readonly runs: (url: string, environment: Readonly<Record<string, string>>) => BridgeProcess;
  readonly stream: EventStream;
}

/** A world of following bridges. In its record, what the vendor has kept is accepted. */
export async function startFollowedWorld<World extends ChaosWorld>(
  start: (following: Following) => Promise<World>,
): Promise<Followed<World>> {
  const vendor = await startHeardVendor();
  const world = await start({
    settings: vendor.environment,
    callbacks: vendor.exchanges,
    program,
    stream: vendor.stream,
    runs: (url, environment) => bridgeProcess({ url, environment, program }),
  });
  vendor.connect(world.liveChat);
  return {
    ...world,
    vendor,
    async heal() {
      vendor.heal();
      await world.heal();
    },
    record: () => withoutUnread(world.record()),
    async stop() {
      await world.stop();
      await vendor.stop();
    },
  };
}
