import { randomUUID } from 'node:crypto';
import type { LiveChatMessage, LiveChatStart } from '../../../application/ports/live-chat.ts';
import type { SessionId } from '../../../domain/ids.ts';
import type { TranscriptLine } from '../../../domain/transcript.ts';
import type { Action, ContextVariables, HistoryLine, IntegrationRequest } from './wire.ts';

/** What operators choose for every conversation. */
export interface ConversationTraits {
  /** IANA name. */
  readonly timezone: string;
  /** What each request for an agent has; what a topic sets replaces them by name. */
  readonly contextVariables: ContextVariables;
  /** Which fact of a topic is the customer's e-mail address. */
  readonly emailVariable?: string;
}

/** What ServiceNow can be told, each as the body of one request. */
export interface Requests {
  agent(start: LiveChatStart): IntegrationRequest;
  /** Once more, with what the callback brought back of the first one. */
  agentAgain(sessionId: SessionId, first: FirstAsk): IntegrationRequest;
  say(message: LiveChatMessage): IntegrationRequest;
  signal(sessionId: SessionId, action: 'TYPING' | 'VIEWING'): IntegrationRequest;
  end(sessionId: SessionId): IntegrationRequest;
  failed(sessionId: SessionId, messageId: string): IntegrationRequest;
}

interface Asking {
  readonly text: string;
  readonly contextVariables: ContextVariables;
}

interface FirstAsk {
  readonly text: string;
  readonly contextVariables?: ContextVariables | undefined;
}

/**
 * A person has one conversation at a time there, so each session is a person of its own: `userId` is the session's id. With the
 * customer's id, two sessions of theirs would be joined.
 */
export function requestsOf(traits: ConversationTraits, now: () => number): Requests {
  const base = (sessionId: SessionId, requestId: string, action?: Action) => ({
    requestId,
    clientSessionId: sessionId,
    userId: sessionId,
    timestamp: now(),
    timezone: traits.timezone,
    clientVariables: { handoffSession: sessionId },
    ...(action && { action }),
  });
  const ask = (sessionId: SessionId, requestId: string, { text, contextVariables }: Asking) => ({
    ...base(sessionId, requestId, 'AGENT'),
    botToBot: true as const,
    message: { text, typed: true as const, clientMessageId: requestId },
    contextVariables,
    clientVariables: { handoffSession: sessionId, contextVariables },
  });
  return {
    agent(start) {
      const { sessionId, firstWords, transcript, customer } = start;
      const email = emailIn(start, traits.emailVariable);
      const variables = contextOf(start, traits.contextVariables);
      const history = transcript.map(historyLine(customer.name, now()));
      return {
        ...ask(sessionId, askId(now()), { text: firstWords ?? '', contextVariables: variables }),
        ...(email !== undefined && { emailId: email }),
        ...(history.length > 0 && { history }),
      };
    },
    agentAgain: (sessionId, { text, contextVariables = traits.contextVariables }) =>
      ask(sessionId, `${againPrefix}${randomUUID()}`, { text, contextVariables }),
    say: ({ sessionId, messageId, text, at, kind }) => ({
      ...base(sessionId, randomUUID()),
      timestamp: at,
      message: { text, typed: true, clientMessageId: messageId },
      clientVariables: { handoffSession: sessionId, ...(kind === 'notice' && { kind }) },
    }),
    signal: (sessionId, action) => base(sessionId, randomUUID(), action),
    end: (sessionId) => {
      const requestId = randomUUID();
      const message = { text: '', typed: true as const, clientMessageId: requestId };
      return { ...base(sessionId, requestId, 'END_CONVERSATION'), message };
    },
    failed: (sessionId, id) => ({
      ...base(sessionId, randomUUID(), 'UPDATE_MESSAGES'),
      message: [{ id, status: 'external_error' }],
    }),
  };
}

const askPrefix = 'ask-';
const againPrefix = 'again-';

/** Says when it was sent, since its callback may come to another replica. */
const askId = (at: number): string => `${askPrefix}${at.toString(36)}-${randomUUID()}`;

export type Asked = { readonly as: 'first'; readonly at: number } | { readonly as: 'again' };

/** Which request for an agent a callback answers, by its `requestId`; absent when it answers none. */
export function askedIn(requestId: string | undefined): Asked | undefined {
  if (requestId?.startsWith(againPrefix)) return { as: 'again' };
  const time = /^ask-([0-9a-z]{1,11})-/.exec(requestId ?? '')?.[1];
  return time === undefined ? undefined : { as: 'first', at: Number.parseInt(time, 36) };
}

/** Who asks, under names of ours, then the operator's variables, then what the topic tells. */
function contextOf(
  { customer, channel, context = {} }: LiveChatStart,
  byDefault: ContextVariables,
): ContextVariables {
  const { locale } = customer;
  return {
    customer_id: customer.id,
    customer_name: customer.name,
    customer_channel: channel,
    ...(locale !== undefined && { requester_session_language: languageOf(locale) }),
    ...byDefault,
    ...Object.fromEntries(Object.entries(context).map(([name, value]) => [name, asText(value)])),
  };
}

/** ServiceNow's languages are those of two letters. */
const languageOf = (locale: string): string => locale.split(/[-_]/, 1)[0]?.toLowerCase() ?? locale;

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function emailIn({ context = {} }: LiveChatStart, variable: string | undefined): string | undefined {
  const value = variable === undefined ? undefined : new Map(Object.entries(context)).get(variable);
  return typeof value === 'string' && /^[^\s@]{1,64}@[^\s@]{1,255}$/.test(value) ? value : undefined;
}

/** A line without a time of its own gets that of the request: ServiceNow wants one. */
const historyLine =
  (customerName: string, now: number) =>
  ({ from, text, at }: TranscriptLine): HistoryLine => ({
    isBotMessage: from === 'copilot',
    value: text,
    displayName: from === 'copilot' ? 'Bot' : customerName,
    type: 'text',
    timestamp: String(at ?? now),
  });
