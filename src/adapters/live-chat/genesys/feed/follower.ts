import type {
  FeedEvent,
  FeedListener,
  FollowedSession,
} from '../../../../application/ports/live-chat-feed.ts';
import { messageId } from '../../../../domain/ids.ts';
import type { Conversation } from '../wire.ts';
import type { Missed } from './missed-words.ts';
import { type Told, toldByConversation } from './told.ts';

/** One followed conversation: tells its listener what is new in it, one after the other. */
export interface Follower {
  readonly session: FollowedSession;
  readonly listener: FeedListener;
  /** When it is to be looked at, in milliseconds since 1970. */
  dueAt: number;
  /** Resolves when it was looked at once, whatever came of it. */
  readonly looked: Promise<void>;
  readonly onLooked: () => void;
  /** Agents' words that this process has told, or had from the webhook. */
  readonly words: Set<string>;
  readonly fromWebhook: Set<string>;
  /** Tells what a queue's topic has shown of it. An end is not told: it is for a look to find, with the last words. */
  shows(conversation: Conversation): Promise<Shown | undefined>;
  /** Tells what a look has found: what happened, then the words, and the end last. */
  tells(conversation: Conversation, missed: Missed): Promise<Shown | undefined>;
}

/** Absent where the listener has failed, or is not there any more. */
export interface Shown {
  readonly isOver: boolean;
  /** In so many milliseconds more may follow. */
  readonly againInMs?: number;
}

interface FollowerParts {
  readonly session: FollowedSession;
  readonly listener: FeedListener;
  readonly until: AbortSignal;
  readonly now: () => number;
  /** The listener has failed, and the session is to be followed anew. */
  readonly onFailed: (error: unknown) => void;
}

export function follower({ session, listener, until, now, onFailed }: FollowerParts): Follower {
  const told = new Set<string>();
  const words = new Set<string>();
  const { promise: looked, resolve: onLooked } = Promise.withResolvers<void>();
  const tell = async (event: FeedEvent): Promise<void> => {
    if (until.aborted || told.has(event.messageId)) return;
    await listener.hear(event);
    told.add(event.messageId);
  };
  const report = ({ id, status }: Told) => tell({ kind: 'status', messageId: messageId(id), status });
  const next = inTurn(onFailed);
  const tellAll = (conversation: Conversation, { words: said, ids }: Missed, withEnd: boolean) =>
    next(async (): Promise<Shown> => {
      const { told: happened, end, againInMs } = toldByConversation(conversation, now());
      for (const each of happened) await report(each);
      for (const { id, text, isAutomatic } of said)
        await tell({ kind: 'message', messageId: messageId(id), text, ...(isAutomatic && { isAutomatic }) });
      for (const id of ids) words.add(id);
      if (end && withEnd) await report(end);
      return { isOver: end !== undefined, ...(againInMs !== undefined && { againInMs }) };
    });
  return {
    session,
    listener,
    dueAt: now(),
    looked,
    onLooked,
    words,
    fromWebhook: new Set(),
    shows: (conversation) => tellAll(conversation, { words: [], ids: [] }, false),
    tells: (conversation, missed) => tellAll(conversation, missed, true),
  };
}

/** One after the other. A step that fails gives nothing. */
function inTurn(onFailed: (error: unknown) => void) {
  let tail: Promise<unknown> = Promise.resolve();
  return <Value>(step: () => Promise<Value>): Promise<Value | undefined> => {
    const done = tail.then(step).catch((error: unknown) => {
      onFailed(error);
      return undefined;
    });
    tail = done;
    return done;
  };
}
