import type { HandoffEnded, HandoffEvent, HandoffRequested, LiveChatClosed } from '../domain/events.ts';
import { fill } from '../domain/fill-sentence.ts';
import { type ClosingReason, type HandoffSession, isClosingReason } from '../domain/handoff-session.ts';
import type { LiveChatCapabilities } from './ports/live-chat.ts';
import type { Direction, OutboxMessage, ToCustomer, ToLiveChat } from './ports/outbox.ts';
import type { SentenceName, Sentences } from './sentences.ts';
import { transcriptText } from './transcript-text.ts';

/** What an event means for others: which messages go out, and which of those that wait are given up. */
export interface Effects {
  readonly toLiveChat: readonly ToLiveChat[];
  readonly toCustomer: readonly ToCustomer[];
  readonly deadLetterLanes: readonly Direction[];
}

export interface EffectContext {
  readonly capabilities: LiveChatCapabilities;
  readonly sentences: Sentences;
  readonly idleWarningMinutes: number;
  /** An agent's words in pieces that the customer's channel takes. */
  readonly split: (text: string) => readonly string[];
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
  const customerNotice = (name: SentenceName, values = {}): Effects => ({
    ...none,
    toCustomer: [{ kind: 'notice', text: fill(sentences[name], values) }],
  });
  switch (event.type) {
    case 'handoff-requested':
      return { ...none, toLiveChat: opening(event, effectContext) };
    case 'customer-said':
      return { ...none, toLiveChat: customerWords(event, session) };
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
      return { ...none, toLiveChat: [{ kind: 'notice', text: sentences.deskNotDelivered }] };
    case 'delivery-delayed':
      if (event.to === 'live-chat') return customerNotice('liveChatDown');
      return { ...none, toLiveChat: [{ kind: 'notice', text: sentences.deskCustomerUnreachable }] };
    case 'delivery-resumed':
      if (event.to === 'live-chat') return customerNotice('liveChatBack');
      return { ...none, toLiveChat: [{ kind: 'notice', text: sentences.deskCustomerReachable }] };
    case 'live-chat-closed':
      return closing(event, session, effectContext);
    case 'handoff-ended':
      return ending(event, session, effectContext);
    case 'live-chat-opened':
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

function opening(event: HandoffRequested, { capabilities, sentences }: EffectContext): readonly ToLiveChat[] {
  const { customer, problem, transcript, context } = event;
  if (capabilities.startCarriesDetails) {
    const details = { transcript, ...(problem !== undefined && { problem }), ...(context && { context }) };
    return [{ kind: 'start', customer, ...details }];
  }
  const messages: ToLiveChat[] = [{ kind: 'start', customer, transcript: [] }];
  if (transcript.length > 0) {
    messages.push({ kind: 'notice', text: `${sentences.deskTranscript}\n${transcriptText(transcript)}` });
  }
  if (context) messages.push({ kind: 'notice', text: `${sentences.deskContext} ${JSON.stringify(context)}` });
  if (problem !== undefined) {
    messages.push({ kind: 'say', messageId: 'problem', text: problem, sender: customer.name });
  }
  return messages;
}

/** The typed words carry the id of the message; what we add to them has one of its own. */
function customerWords(
  event: Extract<HandoffEvent, { type: 'customer-said' }>,
  { customer }: HandoffSession,
): readonly ToLiveChat[] {
  const { messageId, text, heading, enclosed, problem, bystander: speaker = customer.name } = event;
  const own = saidAs(messageId);
  const parts: readonly (readonly [id: string, words: string | undefined, sender: string])[] = [
    [`${messageId}-problem`, problem === text ? undefined : problem, customer.name],
    [`${messageId}-heading`, heading, speaker],
    [own, text === '' ? undefined : text, speaker],
    [text === '' ? own : `${messageId}-enclosed`, enclosed, speaker],
  ];
  return parts.flatMap(([id, words, sender]) =>
    words === undefined ? [] : [{ kind: 'say', messageId: id, text: words, sender }],
  );
}

/** The channel's own id of a message, unless it reads like one that we make of it. */
const saidAs = (messageId: string): string =>
  /(^|-)(problem|heading|enclosed)(-said)*$/.test(messageId) ? `${messageId}-said` : messageId;

function agentWords(
  { text, agentName }: { readonly text: string; readonly agentName?: string },
  { split }: EffectContext,
): readonly ToCustomer[] {
  return split(text).map((piece) => ({
    kind: 'say',
    text: piece,
    ...(agentName !== undefined && { agentName }),
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
 * reached: its agent would read words in a chat that ends with them. Whatever may not have arrived, the customer is told.
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
  if (event.liveChat === 'over') return { toLiveChat: [], toCustomer, deadLetterLanes: ['to-live-chat'] };
  const toLiveChat: ToLiveChat[] = [
    ...deskFarewell(event.reason, sentences),
    { kind: 'end', reason: event.reason },
  ];
  if (event.liveChat === 'unreachable') return { toLiveChat, toCustomer, deadLetterLanes: ['to-live-chat'] };
  if (pending['to-customer'] > 0 && knowsLiveChat(session)) {
    toLiveChat.unshift({ kind: 'notice', text: sentences.deskNotDeliveredAtEnd });
  }
  return { toLiveChat, toCustomer, deadLetterLanes: [] };
}

function deskFarewell(reason: EndingToTell, sentences: Sentences): readonly ToLiveChat[] {
  switch (reason) {
    case 'idle':
      return [{ kind: 'notice', text: sentences.deskIdle }];
    case 'too-long':
      return [{ kind: 'notice', text: sentences.deskTooLong }];
    case 'customer':
      return [{ kind: 'notice', text: sentences.deskCustomerLeft }];
    case 'copilot':
      return [{ kind: 'notice', text: sentences.deskCopilotTookOver }];
    case 'agent':
    case 'closed':
    case 'no-agents':
    case 'failed':
    case 'unavailable':
      return [];
  }
}

type EndingToTell = HandoffEnded['reason'];

/** Once ended, nothing goes to the customer any more: what waited for them is given up and the agent is told. */
function ending(
  event: HandoffEnded,
  session: HandoffSession,
  { sentences, pending }: EffectContext,
): Effects {
  if (isClosingReason(event.reason)) return { ...none, deadLetterLanes: ['to-customer'] };
  if (event.unavailability?.liveChatMayExist === false)
    return { ...none, deadLetterLanes: ['to-customer', 'to-live-chat'] };
  const toLiveChat: ToLiveChat[] = [
    ...deskFarewell(event.reason, sentences),
    { kind: 'end', reason: event.reason },
  ];
  if (pending['to-customer'] > 0 && knowsLiveChat(session)) {
    toLiveChat.unshift({ kind: 'notice', text: sentences.deskNotDeliveredAtEnd });
  }
  return { toLiveChat, toCustomer: [], deadLetterLanes: ['to-customer'] };
}

const knowsLiveChat = (session: HandoffSession): boolean =>
  session.status !== 'requested' && session.liveChatId !== undefined;

/** Gives each message of a commit its id, which is unique for ever since a session's versions are. */
export function numbered(
  effects: readonly Effects[],
  session: HandoffSession,
  { version, at }: { readonly version: number; readonly at: number },
): readonly OutboxMessage[] {
  const messages: OutboxMessage[] = [];
  const next = () => ({
    sessionId: session.id,
    acceptedAt: at,
    id: `${session.id}.${version}.${messages.length}`,
  });
  for (const { toLiveChat } of effects) {
    for (const content of toLiveChat) messages.push({ ...next(), direction: 'to-live-chat', content });
  }
  for (const { toCustomer } of effects) {
    for (const content of toCustomer) messages.push({ ...next(), direction: 'to-customer', content });
  }
  return messages;
}
