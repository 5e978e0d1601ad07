import type { Clock } from '../../../../application/ports/clock.ts';
import type { GenesysApi } from '../api.ts';
import { successOf } from '../outcomes.ts';
import { asMeant, type Conversation, conversation } from '../wire.ts';
import type { Follower } from './follower.ts';
import { type Missed, missedWords } from './missed-words.ts';

export interface LookParts {
  readonly api: Pick<GenesysApi, 'conversation' | 'messages'>;
  readonly clock: Clock;
  /** Between the beginnings of two looks, in milliseconds. */
  readonly spacingMs: number;
  readonly readsMissedWords: boolean;
  /** Resolves to whether from now on more is told of it, so that it has to be looked at once more. */
  readonly onSeen: (conversation: Conversation) => Promise<boolean>;
  /** All that a look has shown was taken. */
  readonly onTold: (follower: Follower, isOver: boolean) => void;
}

/** Each conversation is looked at so often at least, as far as the pace allows; in milliseconds. */
const everyMs = 60_000;
/** After a look that failed, in milliseconds. */
const againMs = 5_000;
/** Requests under way. */
const atOnce = 8;

export interface Looks {
  /** From now on it is looked at. Without effect for one that already is. */
  add(follower: Follower): void;
  remove(follower: Follower): void;
  /** It is looked at within so many milliseconds. */
  due(follower: Follower, inMs: number): void;
}

/** Looks at conversations, whichever is due first, at a pace that leaves the platform's limit to words. */
export function conversationLooks(parts: LookParts): Looks {
  const { clock, spacingMs } = parts;
  const all = new Set<Follower>();
  const waiting = new Set<Follower>();
  const state = { underWay: 0, nextAt: 0, cancel: () => {} };

  function schedule(): void {
    state.cancel();
    const first = firstDue(waiting);
    if (first === undefined || state.underWay >= atOnce) return;
    const inMs = Math.max(first.dueAt, state.nextAt) - clock.now();
    if (inMs > 0) {
      state.cancel = clock.after(inMs, schedule);
      return;
    }
    state.nextAt = clock.now() + spacingMs;
    void lookAt(first);
    schedule();
  }

  /** What is told may have to wait for the customer, and holds up no other look. */
  async function lookAt(its: Follower): Promise<void> {
    waiting.delete(its);
    its.dueAt = Number.POSITIVE_INFINITY;
    state.underWay++;
    const seen = await look(parts, its).catch(() => undefined);
    state.underWay--;
    schedule();
    const inMs = seen ? await tell(parts, its, seen) : againMs;
    its.onLooked();
    its.dueAt = Math.min(its.dueAt, clock.now() + inMs);
    if (all.has(its)) waiting.add(its);
    schedule();
  }

  return {
    add(its) {
      if (all.has(its)) return;
      all.add(its);
      waiting.add(its);
      schedule();
    },
    remove(its) {
      all.delete(its);
      waiting.delete(its);
      schedule();
    },
    due(its, inMs) {
      its.dueAt = Math.min(its.dueAt, clock.now() + inMs);
      schedule();
    },
  };
}

function firstDue(waiting: ReadonlySet<Follower>): Follower | undefined {
  let first: Follower | undefined;
  for (const each of waiting) if (first === undefined || each.dueAt < first.dueAt) first = each;
  return first;
}

interface Seen {
  readonly found: Conversation;
  readonly missed: Missed;
}

/** Absent where it could not be seen as a whole: without the last words an end would be told before them. */
async function look(parts: LookParts, its: Follower): Promise<Seen | undefined> {
  const { api, readsMissedWords, onSeen } = parts;
  const first = await read(parts, its);
  const found = first && (await onSeen(first)) ? await read(parts, its) : first;
  if (!found) return undefined;
  const missed = readsMissedWords ? await missedWords(api, found, its) : { words: [], ids: [] };
  return missed && { found, missed };
}

async function read({ api }: LookParts, { session }: Follower): Promise<Conversation | undefined> {
  const answer = await api.conversation(session.liveChatId);
  return conversation.safeParse(asMeant(successOf(answer)?.body)).data;
}

/** In how many milliseconds it is to be looked at again. */
async function tell({ onTold }: LookParts, its: Follower, { found, missed }: Seen): Promise<number> {
  const told = await its.tells(found, missed);
  if (!told) return againMs;
  onTold(its, told.isOver);
  return Math.min(told.againInMs ?? everyMs, everyMs);
}
