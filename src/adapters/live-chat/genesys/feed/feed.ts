import type { Clock } from '../../../../application/ports/clock.ts';
import type {
  FeedListener,
  FollowedSession,
  LiveChatFeed,
} from '../../../../application/ports/live-chat-feed.ts';
import type { Log } from '../../../../application/ports/log.ts';
import type { SessionId } from '../../../../domain/ids.ts';
import { throttledWarning } from '../../../http/limits/throttled-warning.ts';
import type { GenesysApi } from '../api.ts';
import type { OverConversations } from '../over-conversations.ts';
import { asMeant, type Conversation, conversation, type Frame } from '../wire.ts';
import { NotificationConnection } from './connection.ts';
import { type Follower, follower } from './follower.ts';
import { conversationLooks, type Looks } from './looks.ts';
import { heardOn, queuesOf, topicsFor } from './topics.ts';

export interface GenesysFeedParts {
  readonly api: GenesysApi;
  readonly clock: Clock;
  readonly log: Log;
  /** The queue that operators have named, if any; others are learnt from conversations. */
  readonly queueId?: string;
  readonly readsMissedWords: boolean;
  /** Of looks, in this process. */
  readonly looksPerMinute: number;
  readonly over: OverConversations;
}

/** Learnt from conversations. What is told on more queues is found by looks. */
const mostQueues = 200;

/**
 * Joined, left, transferred and ended, which the webhook does not tell: one connection of this process for all sessions that it
 * follows. Nothing is replayed on it, so conversations are looked at after each connect, and each minute as far as the pace allows.
 */
export class GenesysFeed implements LiveChatFeed {
  readonly #parts: GenesysFeedParts;
  readonly #followers = new Map<string, Follower>();
  readonly #queues: Set<string>;
  readonly #connection: NotificationConnection;
  readonly #looks: Looks;

  constructor(parts: GenesysFeedParts) {
    const { api, clock, log, queueId, readsMissedWords, looksPerMinute } = parts;
    this.#parts = parts;
    this.#queues = new Set(queueId === undefined ? [] : [queueId]);
    this.#connection = new NotificationConnection({
      api,
      clock,
      topics: () => topicsFor(this.#queues, this.#followers.keys()),
      onConnected: () => {
        for (const each of this.#followers.values()) this.#looks.due(each, 0);
      },
      onLost: () => {
        for (const { listener } of this.#followers.values()) listener.heard(false);
      },
      onFrame: (told) => this.#hear(told),
      isClosing: ({ topicName }) => heardOn(topicName).of === 'closing',
      warn: throttledWarning(log, 'notifications-lost'),
      random: Math.random,
    });
    this.#looks = conversationLooks({
      api,
      clock,
      spacingMs: 60_000 / looksPerMinute,
      readsMissedWords,
      onSeen: (seen) => this.#learnQueues(seen),
      onTold: (its, isOver) => this.#told(its, isOver),
    });
  }

  /** The webhook has brought these words, so that they are not missed. */
  heardWords(of: SessionId, id: string): void {
    for (const { session, words, fromWebhook } of this.#followers.values()) {
      if (session.sessionId !== of) continue;
      words.add(id);
      fromWebhook.add(id);
    }
  }

  /** It has ended, which was not told: its last words and the end are looked for at once. */
  lookAt(conversation: string): void {
    const its = this.#followers.get(conversation);
    if (its) this.#looks.due(its, 0);
  }

  async follow(session: FollowedSession, listener: FeedListener, until: AbortSignal): Promise<void> {
    if (until.aborted) return;
    const { promise: failed, reject: onFailed } = Promise.withResolvers<never>();
    failed.catch(() => undefined);
    const its = follower({ session, listener, until, now: () => this.#parts.clock.now(), onFailed });
    this.#followers.set(session.liveChatId, its);
    try {
      await Promise.race([this.#listen(its), failed, aborted(until)]);
    } finally {
      this.#leave(its);
    }
  }

  /** Where there is no connection now, one look tells how matters stand. Never resolves. */
  async #listen(its: Follower): Promise<void> {
    try {
      await this.#connection.connected();
    } catch (error) {
      this.#looks.add(its);
      await its.looked;
      throw error;
    }
    // What happens from now on is told before it is looked at, so that nothing falls in between.
    await this.#connection.subscribe();
    this.#looks.add(its);
    await new Promise(() => {});
  }

  #leave(its: Follower): void {
    this.#looks.remove(its);
    if (this.#followers.get(its.session.liveChatId) === its) this.#followers.delete(its.session.liveChatId);
    if (this.#followers.size === 0) this.#connection.close();
  }

  #told(its: Follower, isOver: boolean): void {
    const { liveChatId } = its.session;
    if (isOver) this.#parts.over.add(liveChatId);
    if (this.#connection.isConnected && this.#followers.get(liveChatId) === its) its.listener.heard(true);
  }

  /** Resolves to whether its queue is heard only from now on. */
  async #learnQueues(seen: Conversation): Promise<boolean> {
    const news = queuesOf(seen).filter((each) => !this.#queues.has(each));
    if (news.length === 0 || this.#queues.size >= mostQueues) return false;
    for (const each of news) this.#queues.add(each);
    await this.#connection.subscribe();
    return true;
  }

  #hear({ topicName, eventBody }: Frame): void {
    const heard = heardOn(topicName);
    if (heard.of === 'conversation') this.lookAt(heard.id);
    if (heard.of === 'queue') this.#showQueue(eventBody);
  }

  /** A queue's topic tells of all its conversations, most of which are none of ours. */
  #showQueue(eventBody: unknown): void {
    const shown = conversation.safeParse(asMeant(eventBody)).data;
    const its = shown && this.#followers.get(shown.id);
    if (!shown || !its) return;
    void this.#learnQueues(shown).then((isNew) => isNew && this.#looks.due(its, 0));
    void its.shows(shown).then((told) => {
      if (told?.isOver) this.#looks.due(its, 0);
      else if (told?.againInMs !== undefined) this.#looks.due(its, told.againInMs);
    });
  }
}

const aborted = (until: AbortSignal): Promise<void> =>
  new Promise((resolve) => until.addEventListener('abort', () => resolve(), { once: true }));
