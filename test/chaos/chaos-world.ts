import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { pairedEnds } from '../../simulators/bridge-environment.ts';
import type { Exchange } from '../../simulators/faults/exchange.ts';
import { type FaultProxy, startFaultProxy } from '../../simulators/faults/fault-proxy.ts';
import type { Event } from '../../simulators/history/event.ts';
import { readRecord } from '../../simulators/history/read/read-record.ts';
import { sourcesOf } from '../../simulators/history/read/sources.ts';
import { simulatedVendor } from '../../simulators/live-chat/vendors.ts';
import { calledAsEnvironment } from '../end-to-end/simulators-around.ts';
import { startWorld, type World, type WorldOptions } from '../end-to-end/world.ts';
import { leftovers } from './leftovers.ts';

/** A world whose every way to and from the bridge leads through a fault proxy, and whose history is kept. */
export interface ChaosWorld extends World {
  /** Between the bridge and each party that calls it or that it calls. */
  readonly proxies: {
    readonly toBridge: FaultProxy;
    readonly toTeams: FaultProxy;
    readonly toLiveChat: FaultProxy;
  };
  /** kill -9, and a start. Resolves when the bridge serves again. */
  crash(downForMs?: number): Promise<void>;
  /** From now on nothing goes wrong. */
  heal(): Promise<void>;
  /** Resolves when no message waits for delivery any more, or after `withinMs`. */
  untilNothingWaits(withinMs: number): Promise<void>;
  /** How many sessions the bridge holds that have not ended; absent where the live chat tells for each chat. */
  openSessions?(): Promise<number>;
  /** Stops the bridge in an orderly way and looks into its files for what waits and what is dead. */
  close(): Promise<void>;
  /** What everybody saw so far. */
  record(): readonly Event[];
}

const adminToken = 'chaos-admin-token-of-a-test';

/** The lines of a metric. */
async function metricAt(url: string, name: string): Promise<readonly string[]> {
  const answer = await fetch(`${url}/metrics`, {
    // A connection that was kept may be one that a disturbance has cut.
    headers: { authorization: `Bearer ${adminToken}`, connection: 'close' },
  });
  const lines = (await answer.text()).split('\n').filter((line) => line.startsWith(`${name}{`));
  if (lines.length === 0) throw new Error(`there is no metric ${name}: ${answer.status}`);
  return lines;
}

const sumOf = (lines: readonly string[]): number =>
  lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);

const waitingAt = async (url: string): Promise<number> =>
  sumOf(await metricAt(url, 'handoff_waiting_messages'));

export interface ChaosWorldOptions extends Omit<WorldOptions, 'environment'> {
  readonly settings?: Readonly<Record<string, string>>;
  /** What took the live chat's callbacks in the bridge's place, if anything did. */
  readonly callbacks?: () => readonly Exchange[];
}

export async function startChaosWorld(options: ChaosWorldOptions = {}): Promise<ChaosWorld> {
  const { settings = {}, callbacks, ...others } = options;
  const noted: Event[] = [];
  let proxies: ChaosWorld['proxies'] | undefined;
  const world = await startWorld({
    ...others,
    environment: async ({ microsoft, liveChat, credentials, bridgeUrl }) => {
      const toBridge = await startFaultProxy({ target: bridgeUrl });
      const toTeams = await startFaultProxy({ target: microsoft.url, hasOneCaller: true });
      const toLiveChat = await startFaultProxy({
        target: liveChat.url,
        hasOneCaller: true,
        refusal: liveChat.refusal,
      });
      proxies = { toBridge, toTeams, toLiveChat };
      microsoft.connectSkill(`${toBridge.url}/api/messages`);
      microsoft.takeRepliesAt(`${toTeams.url}/copilot-studio/`);
      const { authority } = microsoft;
      const ends = pairedEnds(credentials, { bridgeUrl: toBridge.url, authority });
      const paired = simulatedVendor(liveChat.kind).pairing(ends);
      if (paired.options.callbackUrl !== undefined) liveChat.connect(paired.options.callbackUrl);
      return {
        HANDOFF_PUBLIC_URL: toBridge.url,
        HANDOFF_ALLOWED_SERVICE_HOSTS: [microsoft.url, toTeams.url].map((url) => new URL(url).host).join(','),
        HANDOFF_TEAMS_SERVICE_URL: `${toTeams.url}/teams/`,
        Connections__CopilotStudioBot__Settings__AuthorityEndpoint: `${toTeams.url}/entra`,
        ...paired.environment(toLiveChat.url),
        ...calledAsEnvironment(options.calledAs, toTeams.url),
        LOG_LEVEL: 'warn',
        HANDOFF_ADMIN_TOKEN: adminToken,
        // Words come faster here than people write; the pace of Teams has tests of its own.
        HANDOFF_TEAMS_PER_SECOND: '100000',
        HANDOFF_TEAMS_THREAD_LIMITS: 'none',
        ...settings,
      };
    },
  });
  if (!proxies) throw new Error('the world did not ask for its settings');
  return around(world, proxies, { noted, callbacks });
}

/** The exchanges of a proxy, and those that did not pass it. */
export const withCallbacks = (
  { exchanges }: Pick<FaultProxy, 'exchanges'>,
  callbacks: ChaosWorldOptions['callbacks'],
): Pick<FaultProxy, 'exchanges'> => ({ exchanges: [...exchanges, ...(callbacks?.() ?? [])] });

interface Told {
  readonly noted: Event[];
  readonly callbacks: ChaosWorldOptions['callbacks'];
}

function around(world: World, proxies: ChaosWorld['proxies'], { noted, callbacks }: Told): ChaosWorld {
  const { microsoft, liveChat, bridge } = world;
  const { toBridge, toTeams, toLiveChat } = proxies;
  const all = [toBridge, toTeams, toLiveChat];
  const note = (type: 'crash' | 'restart' | 'healed') =>
    noted.push({ type, party: 'bridge', at: Date.now() });
  return {
    ...world,
    proxies,
    async crash(downForMs = 0) {
      note('crash');
      await bridge.kill();
      // What it sent in its last moments is taken in before anything of the next process is.
      await setImmediate();
      await setImmediate();
      for (const proxy of [toTeams, toLiveChat]) proxy.callerRestarts();
      await new Promise((resolve) => setTimeout(resolve, downForMs));
      await bridge.start();
      note('restart');
    },
    async heal() {
      for (const proxy of all) proxy.heal();
      liveChat.behave({});
      note('healed');
    },
    untilNothingWaits: async (withinMs) => {
      const giveUpAt = Date.now() + withinMs;
      while ((await waitingAt(bridge.url)) > 0 && Date.now() < giveUpAt) await sleep(500);
    },
    openSessions: async () => {
      const lines = await metricAt(bridge.url, 'handoff_sessions');
      return sumOf(lines.filter((line) => !line.includes('state="ended"')));
    },
    async close() {
      await bridge.stop();
      noted.push(...(await leftovers(bridge.dataDirectory)));
    },
    record() {
      const seen = { ...proxies, toBridge: withCallbacks(toBridge, callbacks) };
      return readRecord(sourcesOf({ microsoft, liveChat, proxies: seen, noted }));
    },
    async stop() {
      await world.stop();
      await Promise.all(all.map((proxy) => proxy.stop()));
    },
  };
}
