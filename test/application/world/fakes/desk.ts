import type {
  LiveChat,
  LiveChatAttempt,
  LiveChatCapabilities,
  LiveChatMessage,
  LiveChatStart,
} from '../../../../src/application/ports/live-chat.ts';
import type { EndReason, Opening } from '../../../../src/domain/handoff-session.ts';
import { type LiveChatId, liveChatId } from '../../../../src/domain/ids.ts';
import { eachUnit, splitText } from '../../../../src/domain/split-text.ts';
import { type Behaviour, Mood, works } from './behaviour.ts';
import type { History } from './history.ts';
import { type Notes, notedCall } from './noted-call.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** One live chat as the desk knows it. */
export interface Chat {
  readonly id: LiveChatId;
  readonly asked: LiveChatStart;
  /** Everything that was heard, repeats included. */
  readonly heard: LiveChatMessage[];
  endedFor?: EndReason | 'agent hung up';
}

export interface Desk {
  readonly liveChat: LiveChat;
  readonly chats: Chat[];
  readonly mood: { readonly start: Mood; readonly say: Mood; readonly end: Mood; readonly typing: Mood };
  /** What it answers to the next requests. */
  opening: Opening;
  /** The id of the next chat that it opens, when that is one that it gave before. */
  givesAgain?: LiveChatId | undefined;
  readonly typingSeen: LiveChatId[];
  /** Every attempt at a start or a message, in order. */
  readonly attempts: readonly LiveChatAttempt[];
  /** Characters of the longest text that it takes. */
  longestText: number;
  chat(): Chat;
}

const canAll: LiveChatCapabilities = {
  startCarries: ['problem', 'transcript', 'context'],
  needsFirstWords: false,
  startIsRepeatable: true,
  sayIsRepeatable: true,
  afterEnd: 'refuses',
  typing: true,
};

/** A desk full of agents: it really opens, hears and ends, in the mood that it is told to be in. */
export function desk(
  clock: VirtualClock,
  history: History,
  capabilities: Partial<LiveChatCapabilities> = {},
): Desk {
  const chats: Chat[] = [];
  const attempts: LiveChatAttempt[] = [];
  const theDesk: Counter = {
    chats,
    mood: { start: new Mood(), say: new Mood(), end: new Mood(), typing: new Mood() },
    typingSeen: [],
    attempts,
    longestText: 100_000,
    opening: { as: 'queued', queuePosition: 1 },
    chat() {
      const last = chats.at(-1);
      if (!last) throw new Error('this desk was not asked for an agent');
      return last;
    },
  };
  const behind = { theDesk, attempts, can: { ...canAll, ...capabilities }, notes: { clock, history } };
  return Object.assign(theDesk, { liveChat: liveChatOf(behind) });
}

/** The desk without what the bridge calls. */
type Counter = Omit<Desk, 'liveChat'>;

interface Behind {
  readonly theDesk: Counter;
  readonly attempts: LiveChatAttempt[];
  readonly can: LiveChatCapabilities;
  readonly notes: Notes;
}

function liveChatOf(behind: Behind): LiveChat {
  const { theDesk, can, notes } = behind;
  const { mood, chats, typingSeen } = theDesk;
  return {
    id: 'desk',
    capabilities: can,
    split: (text) => splitText(text, theDesk.longestText, eachUnit),
    start: startOf(behind),
    say: sayOf(behind),
    async typing({ liveChatId }) {
      if (mood.typing.next().as === 'throws') throw new Error('a defect of the adapter');
      typingSeen.push(liveChatId);
    },
    end: ({ liveChatId: id }, reason) =>
      notedCall(notes, {
        direction: 'to-live-chat',
        to: id,
        what: `end: ${reason}`,
        behaviour: mood.end.next(),
        hear: () => {
          const chat = chats.findLast((each) => each.id === id);
          if (chat) chat.endedFor ??= reason;
          return { outcome: 'delivered' as const };
        },
      }),
  };
}

function startOf({ theDesk, attempts, can, notes }: Behind): LiveChat['start'] {
  const { chats, mood } = theDesk;
  const byKey = new Map<string, Chat>();
  const open = (asked: LiveChatStart, key: string): Chat => {
    const known = can.startIsRepeatable ? byKey.get(key) : undefined;
    const id = theDesk.givesAgain ?? liveChatId(`lc${chats.length + 1}`);
    const chat = known ?? { id, asked, heard: [] };
    if (!known) {
      chats.push(chat);
      theDesk.givesAgain = undefined;
    }
    byKey.set(key, chat);
    return chat;
  };
  return async (asked, attempt) => {
    const { key } = attempt;
    attempts.push(attempt);
    const answer = await notedCall(notes, {
      direction: 'to-live-chat',
      to: asked.sessionId,
      what: 'start',
      behaviour: sameAnswer(mood.start.next(), byKey.has(key)),
      hear: () => ({
        outcome: 'opened' as const,
        liveChatId: open(asked, key).id,
        opening: theDesk.opening,
      }),
    });
    return answer.outcome === 'rejected'
      ? { outcome: 'rejected', cause: unavailability(answer.cause) }
      : answer;
  };
}

function sayOf({ theDesk: { chats, mood }, attempts, can, notes }: Behind): LiveChat['say'] {
  const hear = (chat: Chat, message: LiveChatMessage) => {
    const isOver = chat.endedFor !== undefined;
    if (isOver && can.afterEnd === 'refuses') {
      return { outcome: 'rejected' as const, cause: 'ended' as const };
    }
    if (isOver) delete chat.endedFor;
    chat.heard.push(message);
    return { outcome: 'delivered' as const };
  };
  return async (message, attempt) => {
    attempts.push(attempt);
    const chat = chats.findLast(({ id }) => id === message.liveChatId);
    if (!chat) return { outcome: 'rejected', cause: 'unknown-live-chat' };
    const answer = await notedCall(notes, {
      direction: 'to-live-chat',
      to: chat.id,
      what: message.text,
      behaviour: mood.say.next(),
      hear: () => hear(chat, message),
    });
    if (answer.outcome !== 'rejected') return answer;
    const cause = sayRejection(answer.cause);
    // A live chat that is said to be over is over, by either side.
    if (cause !== 'invalid') chat.endedFor ??= 'agent hung up';
    return { outcome: 'rejected', cause };
  };
}

/** A start that was heard once is not refused when it comes again under its key. */
const sameAnswer = (behaviour: Behaviour, isKnown: boolean): Behaviour =>
  isKnown && behaviour.as === 'rejects' ? works : behaviour;

const unavailability = (cause: string) =>
  cause === 'closed' || cause === 'no-agents' ? cause : 'unavailable';
const sayRejection = (cause: string) =>
  cause === 'ended' || cause === 'unknown-live-chat' ? cause : ('invalid' as const);
