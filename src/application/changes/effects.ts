import type { HandoffEnded, HandoffEvent, LiveChatClosed } from '../../domain/events.ts';
import { fill } from '../../domain/fill-sentence.ts';
import {
  type ClosingReason,
  type EndReason,
  type HandoffSession,
  isClosingReason,
  isOpen,
} from '../../domain/handoff-session.ts';
import type { Direction, OutboxMessage, ToCustomer, ToLiveChat } from '../ports/outbox.ts';
import type { SentenceName } from '../sentences.ts';
import { askForAgent, customerWords, type LiveChatTraits, noticeToAgent } from './words-to-live-chat.ts';

/** What an event means for others: which messages go out, and which of those that wait are given up. */
export interface Effects {
  readonly toLiveChat: readonly ToLiveChat[];
  readonly toCustomer: readonly ToCustomer[];
  readonly deadLetterLanes: readonly Direction[];
}

export interface EffectContext extends LiveChatTraits {
  readonly idleWarningMinutes: number;
  /** An agent's words in pieces that the customer's channel takes. */
  readonly split: (text: string) => readonly string[];
  /** Whether the customer sees what waits for them only as the answer to what they write next. */
  readonly isReachedInTurns: boolean;
  /** What waited in each lane before the event. */
  readonly pending: Readonly<Record<Direction, number>>;
}

const none: Effects = { toLiveChat: [], toCustomer: [], deadLetterLanes: [] };

/** The consequences of one event; `session` is the session after it. Pure, so that tests can read it as a table. */
export function effectsOf(
  event: HandoffEvent,
  session: HandoffSession,
  effectContext: EffectContext,
): Effects {
  const { sentences } = effectContext;
  const agentNotice = (name: SentenceName): Effects => ({
    ...none,
    toLiveChat: noticeToAgent(sentences[name], effectContext),
  });
  const customerNotice = (name: SentenceName, values = {}): Effects => ({
    ...none,
    toCustomer: [{ kind: 'notice', text: fill(sentences[name], values) }],
  });
  switch (event.type) {
    case 'handoff-requested':
      return { ...none, toLiveChat: askForAgent(event, effectContext) };
    case 'customer-said':
      return { ...none, toLiveChat: customerWords(event, session, effectContext) };
    case 'agent-said':
      return { ...none, toCustomer: agentWords(event, effectContext) };
    case 'live-chat-said':
      return { ...none, toCustomer: notices(event.text, effectContext) };
    case 'agent-joined':
    case 'agent-left':
    case 'agent-transferred': {
      // What is kept of a session that is still requested is told after the start.
      if (session.status === 'requested') return none;
      const { named, unnamed } = ofAgent[event.type];
      return event.agentName === undefined
        ? customerNotice(unnamed)
        : customerNotice(named, { agent: event.agentName });
    }
    case 'queue-moved':
      return customerNotice('queuePosition', { position: event.position });
    case 'idle-warned':
      return customerNotice('idleWarning', { minutes: effectContext.idleWarningMinutes });
    case 'message-undeliverable':
      if (event.to === 'live-chat') return customerNotice('messageNotDelivered');
      return agentNotice('deskNotDelivered');
    case 'delivery-delayed':
      if (event.to === 'live-chat') return customerNotice('liveChatDown');
      return agentNotice('deskCustomerUnreachable');
    case 'delivery-resumed':
      if (event.to === 'live-chat') return customerNotice('liveChatBack');
      return agentNotice('deskCustomerReachable');
    case 'live-chat-closed':
      return closing(event, session, effectContext);
    case 'handoff-ended':
      return ending(event, session, effectContext);
    case 'live-chat-opened':
      return effectContext.isReachedInTurns && isOpen(session) ? agentNotice('deskInTurns') : none;
    case 'live-chat-over':
    case 'customer-moved':
    case 'feed-read':
    case 'queue-confirmed':
    case 'arrived-late':
      return none;
  }
}

const ofAgent = {
  'agent-joined': { named: 'agentJoined', unnamed: 'unnamedJoined' },
  'agent-left': { named: 'agentLeft', unnamed: 'unnamedLeft' },
  'agent-transferred': { named: 'agentTransferred', unnamed: 'unnamedTransferred' },
} as const satisfies Readonly<Record<string, Readonly<Record<'named' | 'unnamed', SentenceName>>>>;

/** `messageId` is absent for the words of an end, of which no live chat shows a receipt. */
function agentWords(
  {
    text,
    agentName,
    messageId,
  }: { readonly text: string; readonly agentName?: string; readonly messageId?: string },
  { split, capabilities: { receipts = [] } }: EffectContext,
): readonly ToCustomer[] {
  const pieces = split(text);
  return pieces.map((piece, index) => ({
    kind: 'say',
    text: piece,
    ...(agentName !== undefined && { agentName }),
    ...(messageId !== undefined &&
      receipts.length > 0 && { pieceOf: { messageId, isLast: index === pieces.length - 1 } }),
  }));
}

const notices = (text: string, { split }: EffectContext): readonly ToCustomer[] =>
  split(text).map((piece) => ({ kind: 'notice', text: piece }));

const farewells: Readonly<Record<ClosingReason, SentenceName>> = {
  agent: 'endedByAgent',
  closed: 'endedClosed',
  'no-agents': 'endedNoAgents',
  idle: 'endedIdle',
  'too-long': 'endedTooLong',
  failed: 'endedFailed',
};

/**
 * In a live chat that is over there is no listener, so what waited for it is given up. So it is in one that could not be
 * reached: its agent would read words in a chat that ends with them. Whatever may not have arrived, the customer is told. Words
 * that were under way may still arrive, and where ends are heard late others have: where they open the live chat again, it is ended
 * after them.
 */
function closing(event: LiveChatClosed, session: HandoffSession, effectContext: EffectContext): Effects {
  const { sentences, pending } = effectContext;
  const farewell = [sentences[farewells[event.reason]]];
  const mayMissWords = knowsLiveChat(session) || session.hasSpoken;
  if (mayMissWords && pending['to-live-chat'] > 0) farewell.unshift(sentences.undeliveredAtEnd);
  const toCustomer: ToCustomer[] = [
    { kind: 'notice', text: farewell.join(' ') },
    { kind: 'return', reason: event.reason },
  ];
  if (event.message) toCustomer.unshift(...agentWords(event.message, effectContext));
  if (event.liveChat === 'over') {
    const { afterEnd, isEndHeardLate } = effectContext.capabilities;
    const mayReopen = afterEnd === 'reopens' && (isEndHeardLate || pending['to-live-chat'] > 0);
    const end: readonly ToLiveChat[] = mayReopen ? [{ kind: 'end', reason: event.reason }] : [];
    return { toLiveChat: end, toCustomer, deadLetterLanes: ['to-live-chat'] };
  }
  const toLiveChat = endOfLiveChat(event.reason, effectContext);
  if (event.liveChat === 'unreachable') return { toLiveChat, toCustomer, deadLetterLanes: ['to-live-chat'] };
  const missed = missedByCustomer(session, effectContext);
  return { toLiveChat: [...missed, ...toLiveChat], toCustomer, deadLetterLanes: [] };
}

function endOfLiveChat(reason: EndReason, effectContext: EffectContext): readonly ToLiveChat[] {
  const name = deskFarewells[reason];
  const farewell = name === undefined ? [] : noticeToAgent(effectContext.sentences[name], effectContext);
  return [...farewell, { kind: 'end', reason }];
}

/** The agent is told of words that wait for the customer at the end. */
function missedByCustomer(session: HandoffSession, effectContext: EffectContext): readonly ToLiveChat[] {
  const { sentences, pending } = effectContext;
  if (pending['to-customer'] === 0 || !knowsLiveChat(session)) return [];
  return noticeToAgent(sentences.deskNotDeliveredAtEnd, effectContext);
}

/** What the agent is told of an end that is not theirs. */
const deskFarewells: Readonly<Record<EndReason, SentenceName | undefined>> = {
  idle: 'deskIdle',
  'too-long': 'deskTooLong',
  customer: 'deskCustomerLeft',
  copilot: 'deskCopilotTookOver',
  agent: undefined,
  closed: undefined,
  'no-agents': undefined,
  failed: undefined,
  unavailable: undefined,
};

/** Once ended, nothing goes to the customer any more: what waited for them is given up and the agent is told. */
function ending(event: HandoffEnded, session: HandoffSession, effectContext: EffectContext): Effects {
  if (isClosingReason(event.reason)) return { ...none, deadLetterLanes: ['to-customer'] };
  if (event.unavailability?.liveChatMayExist === false)
    return { ...none, deadLetterLanes: ['to-customer', 'to-live-chat'] };
  const toLiveChat = [
    ...missedByCustomer(session, effectContext),
    ...endOfLiveChat(event.reason, effectContext),
  ];
  return { toLiveChat, toCustomer: [], deadLetterLanes: ['to-customer'] };
}

const knowsLiveChat = (session: HandoffSession): boolean =>
  session.status !== 'requested' && session.liveChatId !== undefined;

/**
 * Gives each message of a commit its id. Versions alone would make it unique until a store is restored: then they are given
 * again, and a live chat that remembers idempotency keys would take new words for a repeat. So the id has the time as well.
 */
export function numbered(
  effects: readonly Effects[],
  session: HandoffSession,
  { version, at }: { readonly version: number; readonly at: number },
): readonly OutboxMessage[] {
  const messages: OutboxMessage[] = [];
  const next = () => ({
    sessionId: session.id,
    acceptedAt: at,
    id: `${session.id}.${version}.${messages.length}.${at.toString(36)}`,
  });
  for (const { toLiveChat } of effects) {
    for (const content of toLiveChat) messages.push({ ...next(), direction: 'to-live-chat', content });
  }
  for (const { toCustomer } of effects) {
    for (const content of toCustomer) messages.push({ ...next(), direction: 'to-customer', content });
  }
  return messages;
}
