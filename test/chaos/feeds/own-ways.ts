import type { BridgeProcess } from '../../end-to-end/world.ts';
import { type BreakableWay, startBreakableWay } from '../../network/breakable-way.ts';

/** The ways of one bridge to what it calls, which break for it alone. */
export interface OwnWays {
  /** Absent where the live chat's API is the way to what it tells as well. */
  readonly toFeed?: BreakableWay;
  readonly toLiveChat: BreakableWay;
  readonly toDatabase: BreakableWay;
}

type Environment = Readonly<Record<string, string>>;

/** The settings that name what is called, for a bridge that gets there by ways of its own. */
async function startOwnWays(
  environment: Environment,
): Promise<{ readonly ways: OwnWays; readonly environment: Environment }> {
  const to = async (name: string) => {
    const url = new URL(environment[name] ?? '');
    const way = await startBreakableWay(Number(url.port));
    return { way, named: { [name]: way.urlOf(url.href).replace(/\/$/, '') } };
  };
  const feed = 'FEED_STREAM_URL' in environment ? await to('FEED_STREAM_URL') : undefined;
  const liveChat = await to('LIVECHAT_BASE_URL');
  const database = await to('DATABASE_URL');
  return {
    ways: { ...(feed && { toFeed: feed.way }), toLiveChat: liveChat.way, toDatabase: database.way },
    environment: { ...environment, ...feed?.named, ...liveChat.named, ...database.named },
  };
}

/** The ways of several replicas. */
export function waysOfReplicas() {
  const all = new Map<string, OwnWays>();
  return {
    /** Runs a replica behind ways of its own. */
    replica:
      (run: (url: string, environment: Environment) => BridgeProcess) =>
      async (url: string, shared: Environment): Promise<BridgeProcess> => {
        const { ways, environment } = await startOwnWays(shared);
        all.set(url, ways);
        return run(url, environment);
      },
    of({ url }: Pick<BridgeProcess, 'url'>): OwnWays {
      const own = all.get(url);
      if (own === undefined) throw new Error(`${url} has no ways of its own`);
      return own;
    },
    async stop(): Promise<void> {
      const ways = [...all.values()].flatMap(({ toFeed, toLiveChat, toDatabase }) => [
        ...(toFeed ? [toFeed] : []),
        toLiveChat,
        toDatabase,
      ]);
      await Promise.all(ways.map((way) => way.stop()));
    },
  };
}
