import type { OutboxMessage } from '../../../src/application/ports/outbox.ts';
import { type HandoffSession, liveChatIdOf } from '../../../src/domain/handoff-session.ts';
import { personAt } from '../world/customer-side.ts';
import type { Call } from '../world/fakes/history.ts';
import type { Record } from './record.ts';

/*
 * What is promised to customers and agents, each as a question to a recorded history: what broke it?
 * Words are recognised by their text, which is said once; so is the session that accepted them.
 */

export type Promised = (record: Record) => readonly string[];

const textOf = ({ content }: Pick<OutboxMessage, 'content'>): string | undefined =>
  content.kind === 'say' ? content.text : undefined;

/** A customer sees the words of an agent under the agent's name. */
const isAbout = (call: Call, text: string): boolean => call.what === text || call.what.endsWith(`: ${text}`);

const callsOf = (
  { history }: Record,
  type: 'begun' | 'heard' | 'answered',
): readonly (Call & { readonly at: number; readonly outcome?: string })[] =>
  history.filter((each) => each.type === type).flatMap((each) => ('what' in each ? [each] : []));

/** All words that sessions accepted, in the order of their acceptance, each with its session as it was last. */
function wordsOf({ commits }: Record) {
  const sessions = new Map<string, HandoffSession>();
  for (const { session } of commits) sessions.set(session.id, session);
  return commits.flatMap(({ session, outgoing }) =>
    outgoing.flatMap((each) => {
      const text = textOf(each);
      return text === undefined
        ? []
        : [{ text, direction: each.direction, session: sessions.get(session.id) ?? session }];
    }),
  );
}

/** Words that ask for an agent are in the start, and are said by no message. */
const opensWith =
  (text: string) =>
  ({ asked }: Record['chats'][number]): boolean =>
    asked.problem === text;

/** 1. What was accepted is delivered or dead-lettered. */
export const acceptedIsKept: Promised = (record) => {
  const heard = callsOf(record, 'heard');
  const dead = record.dead.map(textOf);
  return record.accepted
    .filter(
      ({ direction, text }) => !heard.some((each) => each.direction === direction && isAbout(each, text)),
    )
    .filter(({ direction, text }) => direction !== 'to-live-chat' || !record.chats.some(opensWith(text)))
    .filter(({ text }) => !dead.includes(text))
    .map(({ text }) => `lost: ${text}`);
};

/** 2. Within a session and a direction, messages arrive in the order in which they were accepted. */
export const orderIsKept: Promised = (record) => {
  const words = wordsOf(record);
  const lanes = new Set(words.map(({ session, direction }) => `${direction} ${session.id}`));
  return [...lanes].flatMap((lane) => {
    const accepted = words.filter(({ session, direction }) => `${direction} ${session.id}` === lane);
    const numbers = callsOf(record, 'heard')
      .map((call) =>
        accepted.findIndex(({ text, direction }) => call.direction === direction && isAbout(call, text)),
      )
      .filter((number) => number !== -1);
    const isOrdered = numbers.every((number, index) => index === 0 || number >= (numbers[index - 1] ?? 0));
    return isOrdered ? [] : [`out of order in ${lane}: ${numbers.join(', ')}`];
  });
};

/** 3. A conversation has at most one session that has not ended. */
export const oneSessionPerConversation: Promised = ({ commits }) => {
  const holders = new Map<string, string>();
  return commits.flatMap(({ session }) => {
    const holder = holders.get(session.conversationId);
    if (session.status === 'ended') {
      if (holder === session.id) holders.delete(session.conversationId);
      return [];
    }
    holders.set(session.conversationId, session.id);
    return holder === undefined || holder === session.id ? [] : [`${session.id} beside ${holder}`];
  });
};

/** 4. Once an end has been answered, nothing to its customer begins: no word of it, and no notice of nobody's. */
export const nothingAfterTheEnd: Promised = (record) => {
  const words = wordsOf(record);
  const over = new Set<string>();
  const live = new Map<string, string>();
  return record.history.flatMap((each) => {
    if (each.type === 'requested') live.set(each.session.id, personAt(each.session.customerAddress));
    if (each.type === 'ended') {
      over.add(each.session.id);
      live.delete(each.session.id);
    }
    if (each.type !== 'begun' || each.direction !== 'to-customer') return [];
    const word = words.find(({ text, direction }) => direction === 'to-customer' && isAbout(each, text));
    const isLate = word ? over.has(word.session.id) : ![...live.values()].includes(personAt(each.to));
    return isLate ? [`after the end: ${each.what}`] : [];
  });
};

/** 5. Nothing of one session reaches another, and nothing is heard that nobody said. */
export const nothingCrosses: Promised = (record) => {
  const words = wordsOf(record);
  const heardWords = callsOf(record, 'heard').filter(({ what }) => /(^|: )(p|d)\d/.test(what));
  return heardWords.flatMap((call) => {
    const word = words.find(({ text, direction }) => direction === call.direction && isAbout(call, text));
    if (!word) return [`invented: ${call.what}`];
    const { session } = word;
    const rightful = call.direction === 'to-customer' ? session.customerAddress : liveChatIdOf(session);
    return rightful !== undefined && personAt(rightful) === personAt(call.to)
      ? []
      : [`crossed: ${call.what} reached ${call.to}`];
  });
};

/** 6. Whatever is heard twice was sent again after a send of unknown outcome. */
export const noSilentDuplicate: Promised = (record) => {
  const heard = callsOf(record, 'heard');
  const texts = new Set(wordsOf(record).map(({ text }) => text));
  return [...texts].flatMap((text) => {
    const times =
      heard.filter((call) => isAbout(call, text)).length + record.chats.filter(opensWith(text)).length;
    const unknown = callsOf(record, 'answered').filter(
      (call) => isAbout(call, text) && call.outcome === 'unknown',
    ).length;
    return times <= 1 + unknown + record.kills ? [] : [`${times} times without reason: ${text}`];
  });
};

/** 7. Turns are answered in time, every session comes to its end, and leaves no live chat behind. */
export const noSessionIsStuck =
  ({ turnBudgetMs }: { readonly turnBudgetMs: number }): Promised =>
  ({ commits, chats, turnsMs, waitingInTheEnd }) => {
    const last = new Map(commits.map(({ session }) => [session.id, session.status]));
    return [
      ...turnsMs.filter((ms) => ms > turnBudgetMs).map((ms) => `a turn took ${ms} ms`),
      ...[...last].filter(([, status]) => status !== 'ended').map(([id, status]) => `${id} is ${status}`),
      ...chats.filter(({ endedFor }) => endedFor === undefined).map(({ id }) => `${id} is orphaned`),
      ...(waitingInTheEnd === 0 ? [] : [`${waitingInTheEnd} messages still wait`]),
    ];
  };
