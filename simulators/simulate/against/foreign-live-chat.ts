import { newCredentials } from '../../bridge-environment.ts';
import { bridgePool } from '../play/world/played-bridge.ts';
import type { StorySettings } from '../play/world/settings.ts';
import { startWorld, type World } from '../play/world/world.ts';
import { watchActivity } from '../time/activity.ts';
import { realTime } from './real-time.ts';

/** How often our bridge hears what time it is, in milliseconds. */
const tickMs = 50;

interface LiveChatAccess {
  readonly apiKey?: string;
  readonly webhookSecret?: string;
}

/** A world of ours whose bridge speaks to a live chat at `url`. Its desk cannot be controlled. */
export async function worldWithLiveChat(
  url: string,
  access: LiveChatAccess,
  settings: StorySettings,
): Promise<World> {
  const look = watchActivity();
  const pool = bridgePool();
  const date = { now: () => Date.now(), skipTo: () => undefined, beginAt: () => undefined };
  const world = await startWorld(
    { date, look, pool },
    { settings, seed: 'real', credentials: { ...newCredentials(), ...access }, liveChatAt: url },
  ).catch(async (error: unknown) => {
    await pool.stop();
    throw error;
  });
  let isOver = false;
  const goOn = async (): Promise<void> => {
    await world.bridge.process?.pass(Date.now());
    if (!isOver) setTimeout(() => void goOn(), tickMs);
  };
  void goOn();
  return {
    ...world,
    time: realTime(look),
    async stop() {
      isOver = true;
      await world.stop();
      await pool.stop();
    },
  };
}
