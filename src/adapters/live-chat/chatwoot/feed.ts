import type { Clock } from '../../../application/ports/clock.ts';
import type { OpenLiveChat } from '../../../application/ports/live-chat.ts';
import type { FeedEvent, FeedListener, LiveChatFeed } from '../../../application/ports/live-chat-feed.ts';
import { messageId } from '../../../domain/ids.ts';
import type { HttpOutcome } from '../../http/client/http-outcome.ts';
import type { ChatwootApi } from './api.ts';
import { isBeside, messageEvent } from './callbacks/callback.ts';
import { toldByMessage } from './callbacks/told.ts';
import { isCutAfterSuccess, successOf } from './outcomes.ts';
import { listedConversations } from './wire.ts';

export interface ChatwootFeedParts {
  readonly api: Pick<ChatwootApi, 'conversations' | 'messages'>;
  readonly clock: Clock;
  /** How many conversations are listed a minute, those of all sessions together. */
  readonly perMinute: number;
  /** Between two listings of one conversation, in milliseconds. Default 15,000. */
  readonly everyMs?: number;
}

/** For the answer to one listing, in milliseconds by the clock. */
const answerWithinMs = 20_000;

/**
 * What a conversation says now, listed again and again beside the callbacks: Chatwoot sends each of those once, and words or an end
 * are lost with their connection. A message has the id that its callback has, so that both have one effect. Who comes and leaves is in
 * no list.
 *
 * A message that is stored late may have a lower id than one that is listed already. So a bookmark is the newest message of the listing
 * before the event's own, and within one `follow` a message is known by its id alone.
 */
export function chatwootFeed({ api, clock, perMinute, everyMs = 15_000 }: ChatwootFeedParts): LiveChatFeed {
  const turnInMs = turns(clock, 60_000 / perMinute);
  return {
    async follow({ bookmark, ...chat }, listener, until) {
      const tell = teller(chat, listener, until);
      let place: Place = placeAt(Number(bookmark ?? 0) || 0);
      while ((await unlessAborted(clock, turnInMs(), until)) === 'passed') {
        const listing = await within(clock, listed(api, chat), until);
        if (listing === 'aborted') return;
        listener.heard(true);
        place = await tell(listing, place);
        if ((await unlessAborted(clock, everyMs, until)) === 'aborted') return;
      }
    },
  };
}

/** How far a conversation is told. */
interface Place {
  /** The newest message of the last listing, and all before this one are told. */
  readonly newest: number;
  /** Messages of which no more are told. */
  readonly begin: number;
  readonly told: ReadonlySet<number>;
}

const placeAt = (begin: number): Place => ({ begin, newest: begin, told: new Set() });

/** Tells what a listing has and none before it had. Resolves with where that leads. */
function teller(chat: OpenLiveChat, listener: FeedListener, until: AbortSignal) {
  return async ({ isResolved, messages }: Listing, { begin, newest, told }: Place): Promise<Place> => {
    const fresh = messages.filter(({ id }) => id > begin && !told.has(id));
    for (const { event } of fresh)
      if (event && !until.aborted) await listener.hear({ ...event, bookmark: String(newest) });
    if (isResolved && !until.aborted) await listener.hear(ended(chat));
    const ids = fresh.map(({ id }) => id);
    return { begin, newest: Math.max(newest, ...ids), told: new Set([...told, ...ids]) };
  };
}

interface Listing {
  readonly isResolved: boolean;
  /** In the order in which they were written. */
  readonly messages: readonly ListedMessage[];
}

interface ListedMessage {
  readonly id: number;
  /** Absent for one that tells the customer nothing. */
  readonly event?: Omit<FeedEvent & { readonly kind: 'message' }, 'bookmark'>;
}

/** Rejects where it cannot be listed, as where it is not there any more. */
async function listed(api: ChatwootFeedParts['api'], chat: OpenLiveChat): Promise<Listing> {
  const result = await api.conversations(chat.sessionId);
  // One with very many words may be too long to read; then the newest of them have to do.
  if (isCutAfterSuccess(result))
    return { isResolved: false, messages: newest(chat, await api.messages(chat)) };
  const conversations = listedConversations.safeParse(successOf(result)?.body).data;
  const own = conversations?.find(({ id }) => String(id) === chat.liveChatId);
  if (own === undefined) throw unlisted(result);
  return { isResolved: own.status === 'resolved', messages: messagesIn(chat, own.messages) };
}

function newest(chat: OpenLiveChat, result: HttpOutcome): readonly ListedMessage[] {
  const body = successOf(result)?.body;
  if (!Array.isArray(body)) throw unlisted(result);
  return messagesIn(chat, body);
}

const unlisted = (result: HttpOutcome): Error =>
  new Error(
    `the conversation was not listed: ${result.outcome === 'answered' ? result.status : result.outcome}`,
  );

const messagesIn = (chat: OpenLiveChat, sent: readonly unknown[]): readonly ListedMessage[] =>
  sent.flatMap((each) => messageIn(chat, each) ?? []).toSorted((one, other) => one.id - other.id);

/** Read as its callback is; absent where it is not as Chatwoot has it. */
function messageIn({ sessionId, liveChatId: id }: OpenLiveChat, sent: unknown): ListedMessage | undefined {
  if (typeof sent !== 'object' || sent === null) return undefined;
  const conversation = { id, contact_inbox: { source_id: sessionId } };
  const read = messageEvent.safeParse({ ...sent, event: 'message_created', conversation }).data;
  if (read === undefined) return undefined;
  const told = isBeside({ ...sent }) ? undefined : toldByMessage(read);
  if (told?.kind !== 'message') return { id: read.id };
  const { messageId: theirs, ...event } = told;
  return { id: read.id, event: { ...event, messageId: messageId(theirs) } };
}

const ended = ({ liveChatId: id }: OpenLiveChat): FeedEvent => ({
  kind: 'status',
  messageId: messageId(`resolved-${id}`),
  status: { type: 'ended' },
});

/** After how many milliseconds a request may be sent: one after the other, at this distance. */
function turns(clock: Clock, everyMs: number): () => number {
  let next = 0;
  return () => {
    const now = clock.now();
    const at = Math.max(now, next);
    next = at + everyMs;
    return at - now;
  };
}

function unlessAborted(clock: Clock, ms: number, until: AbortSignal): Promise<'passed' | 'aborted'> {
  return new Promise((resolve) => {
    if (until.aborted) return resolve('aborted');
    const abort = () => {
      cancel();
      resolve('aborted');
    };
    const cancel = clock.after(ms, () => {
      until.removeEventListener('abort', abort);
      resolve('passed');
    });
    until.addEventListener('abort', abort, { once: true });
  });
}

/** A listing, unless it takes too long or is not wanted any more. */
async function within(
  clock: Clock,
  coming: Promise<Listing>,
  until: AbortSignal,
): Promise<Listing | 'aborted'> {
  const done = new AbortController();
  const waited = unlessAborted(clock, answerWithinMs, AbortSignal.any([until, done.signal]));
  const first = await Promise.race([coming, waited]).finally(() => done.abort());
  if (first === 'passed') throw new Error('the conversation was not listed in time');
  return first;
}
