import { type BreakableWay, startBreakableWay } from '../../network/breakable-way.ts';

/** The ways of one bridge to what it calls, which break for it alone. */
export interface OwnWays {
  readonly toFeed: BreakableWay;
  readonly toLiveChat: BreakableWay;
  readonly toDatabase: BreakableWay;
}

type Environment = Readonly<Record<string, string>>;

/** The settings that name what is called, for a bridge that gets there by ways of its own. */
export async function startOwnWays(
  environment: Environment,
): Promise<{ readonly ways: OwnWays; readonly environment: Environment }> {
  const to = async (name: string) => {
    const url = new URL(environment[name] ?? 'http://127.0.0.1:9');
    const way = await startBreakableWay(Number(url.port));
    return { way, named: { [name]: way.urlOf(url.href).replace(/\/$/, '') } };
  };
  const feed = await to('FEED_STREAM_URL');
  const liveChat = await to('LIVECHAT_BASE_URL');
  const database = await to('DATABASE_URL');
  return {
    ways: { toFeed: feed.way, toLiveChat: liveChat.way, toDatabase: database.way },
    environment: { ...environment, ...feed.named, ...liveChat.named, ...database.named },
  };
}

export const stopWays = async (ways: OwnWays): Promise<void> =>
  void (await Promise.all(Object.values(ways).map((way: BreakableWay) => way.stop())));
