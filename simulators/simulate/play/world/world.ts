import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Credentials, newCredentials } from '../../../bridge-environment.ts';
import type { Event } from '../../../history/event.ts';
import type { Solution } from '../../../solution/solution.ts';
import type { Activity } from '../../time/activity.ts';
import { type StoryTime, storyTime } from '../../time/story-time.ts';
import type { VirtualDate } from '../../time/virtual-date.ts';
import { type Peers, settingsAmong, startPeers } from './peers.ts';
import { type BridgePool, type PlayedBridge, playedBridge } from './played-bridge.ts';
import { type StorySettings, settingsOfBridge } from './settings.ts';

/** All systems of a story. */
export interface World extends Peers {
  readonly time: StoryTime;
  readonly bridge: PlayedBridge;
  readonly adminToken: string;
  /** Whether we know what agents read; not of a desk that runs elsewhere. */
  readonly seesDesk: boolean;
  /** What must not be shown in a report. */
  readonly secrets: readonly string[];
  /** Of the bridge; absent when it runs elsewhere. */
  readonly logFile?: string;
  /** What only the one who directs the story knows. */
  readonly noted: Event[];
  /** What people have said so far, so that it can be known again. */
  readonly said: string[];
}

/** What stays the same from story to story in a process. */
export interface Runtime {
  readonly date: VirtualDate;
  readonly look: () => Promise<Activity>;
  readonly pool: BridgePool;
}

interface WorldOptions {
  readonly settings: StorySettings;
  readonly seed: string;
  readonly credentials?: Credentials;
  /** The copilot's topics, in place of our own agent's. */
  readonly solution?: Solution;
  /** A live chat that runs elsewhere, in place of ours. */
  readonly liveChatAt?: string;
}

/** A world with a bridge of its own, which can be killed. */
export async function startWorld(runtime: Runtime, options: WorldOptions): Promise<World> {
  const { settings, seed, credentials = newCredentials(), solution, liveChatAt } = options;
  const directory = await mkdtemp(join(tmpdir(), 'handoff-story-'));
  const logFile = join(directory, 'bridge.log');
  const adminToken = newCredentials().apiKey;
  const time: StoryTime = storyTime({ ...runtime, companion: () => bridge.process });
  const peers = await startPeers({
    credentials,
    settings,
    time: () => time,
    bridge: () => bridge.origin,
    ...(solution && { solution }),
    ...(liveChatAt !== undefined && { liveChatAt }),
  });
  const dataDirectory = join(directory, 'data');
  const bridge: PlayedBridge = playedBridge({
    pool: runtime.pool,
    now: time.now,
    seed,
    logFile,
    ...(settings.laneLimit !== undefined && { laneLimit: settings.laneLimit }),
    environment: () => ({
      ...settingsAmong({ credentials, peers, settings, port: 0, dataDirectory, adminToken }),
      ...settingsOfBridge(settings),
    }),
  });
  const stop = async () => {
    await bridge.stop().catch(() => bridge.kill());
    await peers.stop();
    await rm(directory, { recursive: true, force: true });
  };
  await bridge.start().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    ...peers,
    time,
    bridge,
    adminToken,
    seesDesk: liveChatAt === undefined,
    secrets: secretsOf(credentials, adminToken),
    logFile,
    noted: [],
    said: [],
    stop,
  };
}

export const secretsOf = (
  { skillApp, copilotApp, webhookSecret, apiKey }: Credentials,
  adminToken: string,
): readonly string[] => [skillApp.clientSecret, copilotApp.clientSecret, webhookSecret, apiKey, adminToken];
