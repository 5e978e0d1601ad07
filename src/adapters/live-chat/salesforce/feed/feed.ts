import type { Clock } from '../../../../application/ports/clock.ts';
import type {
  FeedListener,
  FollowedSession,
  LiveChatFeed,
} from '../../../../application/ports/live-chat-feed.ts';
import { messageId } from '../../../../domain/ids.ts';
import type { SessionTokens } from '../access/session-tokens.ts';
import type { ApiOf, CustomerApi } from '../api.ts';
import { listEntries, timeOf } from '../entries.ts';
import type { ConversationEntry } from '../wire.ts';
import { type Arrival, type FeedPace, listening } from './listening.ts';
import { bookmarkOf, type Place, placeAt } from './place.ts';
import type { OpenSessionStream } from './session-stream.ts';
import { entryTeller, isEnd, type Told } from './told.ts';

export interface FeedParts {
  readonly api: ApiOf;
  readonly tokens: SessionTokens;
  readonly open: OpenSessionStream;
  readonly clock: Clock;
  readonly pace?: FeedPace;
}

/** Both leave time to connect within the 90 s after which a deaf stream has to be found out. */
const byDefault: FeedPace = { deafAfterMs: 75_000, listEveryMs: 60_000 };
/** Entries may come into the list so much later than their time says, in milliseconds. */
const overlapMs = 10_000;
/** Entries that are known to be told. More are told again, without effect. */
const mostRemembered = 1_000;

/**
 * Hears a conversation on the stream of its end user. A stream may begin too late, and may leave something out: so entries are
 * listed after each connect, and from time to time while it is open.
 */
export function salesforceFeed({ pace = byDefault, ...parts }: FeedParts): LiveChatFeed {
  return {
    async follow(session, listener, until) {
      const conversation = followed(parts, { session, listener });
      while (!until.aborted) await hearOnce({ ...parts, pace }, conversation, until);
    },
  };
}

type Conversation = ReturnType<typeof followed>;

/** Resolves when the stream has to be made anew with another token, or `until` is aborted. Rejects when it is over or deaf. */
async function hearOnce(
  { open, tokens, clock, pace }: FeedParts & { readonly pace: FeedPace },
  conversation: Conversation,
  until: AbortSignal,
): Promise<void> {
  const { session, listener } = conversation;
  const token = tokens.of(session.sessionId);
  const stream = listening({ clock, pace, until });

  async function take(arrival: Arrival): Promise<'goes on' | 'is over'> {
    switch (arrival) {
      case 'stopped':
        return 'is over';
      case 'renew':
        if (await token.renew()) return 'is over';
        stream.renewAt(clock.now() + renewAgainMs);
        return 'goes on';
      case 'list':
        if ((await conversation.missed()) > 0) throw new Error('the stream has left something out');
        stream.listLater();
        return 'goes on';
      default:
        await conversation.hear(arrival);
        return 'goes on';
    }
  }

  try {
    await stream.begin((heard) => open(session.sessionId, heard, conversation.place().eventId));
    if (until.aborted) return;
    await conversation.missed();
    listener.heard(true);
    stream.renewAt(token.renewAt());
    while ((await take(await stream.next())) === 'goes on');
  } finally {
    stream.end();
  }
}

/** A renewal that failed is tried again after this, in milliseconds. */
const renewAgainMs = 11_000;

interface Following {
  readonly session: FollowedSession;
  readonly listener: FeedListener;
}

/** One conversation as it was told so far. */
function followed({ api }: Pick<FeedParts, 'api'>, { session, listener }: Following) {
  const { sessionId, liveChatId } = session;
  const own = api(sessionId);
  const tell = entryTeller();
  const known = remembered();
  let place: Place = placeAt(session.bookmark);

  async function hearOne(id: string, told: Told): Promise<void> {
    await listener.hear({ messageId: messageId(id), bookmark: bookmarkOf(place), ...told });
  }

  async function take(type: string, entry: ConversationEntry): Promise<'told' | 'known'> {
    if (known.has(entry.identifier)) return 'known';
    const told = tell(type, entry);
    for (const [index, each] of told.entries()) {
      await hearOne(index === 0 ? entry.identifier : `${entry.identifier}-${index + 1}`, each);
    }
    known.add(entry.identifier);
    return told.length > 0 ? 'told' : 'known';
  }

  /** Tells what the list has and nothing has told, and how much that was. */
  async function missed(): Promise<number> {
    const since = place.listedUntil - overlapMs;
    const { entries } = await listedOrFail(own, { conversation: liveChatId, since });
    const told: string[] = [];
    for (const entry of entries) told.push(await take(entry.entryType ?? '', entry));
    place = { ...place, listedUntil: Math.max(place.listedUntil, ...entries.map(timeOf)) };
    return told.filter((each) => each === 'told').length;
  }

  return {
    session,
    listener,
    place: () => place,
    missed,
    async hear({ type, eventId, conversationId, entry }: Exclude<Arrival, string>): Promise<void> {
      const isOwn = conversationId.toLowerCase() === liveChatId;
      // The stream may have left words out, and nothing is told after an end.
      if (isOwn && isEnd(type, entry)) await missed();
      if (eventId !== undefined) place = { ...place, eventId };
      if (isOwn) await take(type, entry);
    },
  };
}

async function listedOrFail(own: CustomerApi, request: Parameters<CustomerApi['entries']>[0]) {
  const listed = await listEntries(own, request);
  if ('entries' in listed) return listed;
  const { failed } = listed;
  throw new Error(`entries were not listed: ${failed.outcome === 'answered' ? failed.status : failed.cause}`);
}

function remembered() {
  const known = new Set<string>();
  return {
    has: (identifier: string) => known.has(identifier),
    add(identifier: string): void {
      known.add(identifier);
      const [oldest] = known;
      if (known.size > mostRemembered && oldest !== undefined) known.delete(oldest);
    },
  };
}
