import type { Event, OfType } from '../event.ts';
import type { CheckOptions, Finding, Judge } from '../finding.ts';
import { type Item, itemsIn, type Placed } from '../item.ts';
import { type Stay, type Stays, staysIn } from '../stays.ts';

/**
 * I9: only parties decide. What something in between answers, or nothing at all, ends no session and kills no message, and
 * a callback about a chat that has not ended is never refused for good.
 */
export const onlyPeersDecide: Judge = (record, options) => {
  const stays = staysIn(record);
  return [
    ...givenUp(record, stays, options),
    ...connectionLost(record, stays, options),
    ...turnedAway(record, stays, options),
  ];
};

/** Answers after which a party wants the same again. */
const passing: Readonly<Record<OfType<'attempted'>['party'], ReadonlySet<number>>> = {
  teams: new Set([401, 408, 412, 425, 429, 502, 503, 504]),
  'live-chat': new Set([401, 403, 408, 425, 429, 500, 502, 503, 504]),
  stranger: new Set(),
};

function isFinal({ party, status, outcome, answeredBy }: OfType<'attempted'>): boolean {
  if (answeredBy === 'intermediary') return false;
  return status === undefined ? outcome === 'refused' : status >= 400 && !passing[party].has(status);
}

function givenUp(record: readonly Event[], stays: Stays, { triesForMs }: CheckOptions): readonly Finding[] {
  return itemsIn(record).flatMap((item): readonly Finding[] => {
    const { token, sent, attempted, dead } = item;
    const [death] = dead;
    const [first] = attempted;
    const isOld = death && first && death.at - first.at >= triesForMs;
    if (!death || !first || isOld || attempted.some(isFinal) || isOver(item, death, stays)) return [];
    const last = attempted.findLast(({ at }) => at <= death.at) ?? first;
    const what = `${token} was given up although ${partyOf(item)} never refused it`;
    return [{ invariant: 'I9', what, events: [...sent.slice(0, 1), last, death] }];
  });
}

const partyOf = ({ attempted }: Item): string =>
  attempted[0]?.party === 'teams' ? 'Teams' : 'the live chat';

/** Whether a session that the words can be of was over by then. */
function isOver({ sent, attempted }: Item, death: Placed<'dead-lettered'>, stays: Stays): boolean {
  const said = sent[0];
  const chats = [said?.liveChatId, ...attempted.map(({ liveChatId }) => liveChatId)];
  return stays.all.some(
    (stay) =>
      (chats.includes(stay.liveChatId) || stay.conversationId === said?.conversationId) &&
      (stays.isOwnEnd(stay) || stays.endOf(stay, death.at) !== undefined),
  );
}

/** A live chat that did not take a word for so long, in milliseconds, could not be reached. */
const unreachableMs = 4000;

/** Whether a word that was accepted long before waits in vain for the live chat of a conversation. */
const waitsInVain = (record: readonly Event[], { at, conversationId }: OfType<'session-ended'>): boolean =>
  itemsIn(record).some(
    ({ sent, acked, attempted }) =>
      sent[0]?.direction === 'to-live-chat' &&
      sent[0].conversationId === conversationId &&
      acked.some((each) => each.at <= at - unreachableMs) &&
      !attempted.some((each) => each.outcome === 'delivered' && each.at <= at),
  );

/**
 * The bridge says so of itself; it may do so only when the live chat knows nothing of the chat, or could not be reached
 * until the session was too old.
 */
function connectionLost(record: readonly Event[], stays: Stays, { lacks }: CheckOptions): readonly Finding[] {
  const isItsOwn = (answeredBy: string | undefined) =>
    answeredBy === 'party' || lacks['own refusals'] !== undefined;
  return record.flatMap((event, index): readonly Finding[] => {
    if (event.type !== 'session-ended' || event.reason !== 'failed' || event.liveChatId === undefined)
      return [];
    const stay = stays.of(event.liveChatId);
    if (!stay?.isKnown) return [];
    const tried = record
      .slice(0, index)
      .filter((each) => each.type === 'attempted' || each.type === 'step-attempted')
      .filter(({ liveChatId }) => liveChatId === event.liveChatId);
    if (tried.some((each) => isItsOwn(each.answeredBy) && isForGood(each.status))) return [];
    if (waitsInVain(record, event)) return [];
    const what = `the session of ${event.liveChatId} ended as lost, which the live chat never said`;
    return [{ invariant: 'I9', what, events: [...tried.slice(-1), event] }];
  });
}

type Callback = OfType<'refused'> | OfType<'end-sent'>;

const isCallback = (event: Event): event is Callback =>
  (event.type === 'refused' || event.type === 'end-sent') && event.party === 'live-chat';

function turnedAway(record: readonly Event[], stays: Stays, { slackMs }: CheckOptions): readonly Finding[] {
  return record.flatMap((event): readonly Finding[] => {
    if (!isCallback(event) || event.liveChatId === undefined || !isForGood(event.status)) return [];
    const stay = stays.of(event.liveChatId);
    if (!stay?.isKnown || event.at < stay.chat.at) return [];
    if (stays.endOf(stay, event.at + slackMs, event) || stays.isOwnEnd(stay)) return [];
    if (isEndedChat(event, stay, record)) return [];
    const what = `a callback of ${event.liveChatId} was answered ${event.status} although that session had not ended`;
    return [{ invariant: 'I9', what, events: [stay.chat, event] }];
  });
}

const isForGood = (status: number | undefined): boolean => status === 404 || status === 410;

/** That a chat is over, the bridge can learn from an answer before the callback comes. */
const isEndedChat = ({ status, at }: Callback, { liveChatId }: Stay, record: readonly Event[]): boolean =>
  status === 410 &&
  record.some((event) => event.type === 'chat-ended' && event.liveChatId === liveChatId && event.at <= at);
