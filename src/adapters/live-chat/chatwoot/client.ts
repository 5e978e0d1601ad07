import type { Delivery } from '../../../application/ports/delivery.ts';
import type {
  LiveChat,
  LiveChatAttempt,
  LiveChatCapabilities,
  LiveChatMessage,
  OpenLiveChat,
  SayRejection,
} from '../../../application/ports/live-chat.ts';
import { eachUnit, splitText } from '../../../domain/split-text.ts';
import type { HttpOutcome } from '../../http/client/http-outcome.ts';
import type { AgentApi, ChatwootApi } from './api.ts';
import { type Confirmed, confirmedMessages, hasArrived, hasNoteArrived } from './arrived.ts';
import { endConversation, isUnknownThere } from './end.ts';
import {
  delivered,
  foreign,
  isCutAfterSuccess,
  isRefusedForGood,
  isTokenRefused,
  retryable,
  successOf,
} from './outcomes.ts';
import { startConversation } from './start.ts';
import { messageAnswer } from './wire.ts';

export interface ChatwootClientSettings {
  readonly api: ChatwootApi;
  readonly hmacToken?: string;
  readonly now: () => number;
}

/** Characters of a message. */
const longestText = 150_000;

export const chatwootCapabilities: LiveChatCapabilities = {
  startCarries: ['context'],
  needsFirstWords: false,
  startIsRepeatable: true,
  sayIsRepeatable: true,
  afterEnd: 'reopens',
  typing: true,
};

/** Chatwoot, as the maker of an API inbox is to use it: the customer's side of its client API. */
export function chatwootLiveChat({ api, hmacToken, now }: ChatwootClientSettings): LiveChat {
  const confirmed = confirmedMessages();
  return {
    id: 'chatwoot',
    capabilities: chatwootCapabilities,
    split: (text) => splitText(text, longestText, eachUnit),
    start: (start, attempt) => startConversation({ api, hmacToken, now }, start, attempt),
    say: (message, attempt) =>
      message.kind === 'notice' && api.agent
        ? note({ api, confirmed, agent: api.agent }, message, attempt)
        : say({ api, confirmed }, message, attempt),
    async typing(chat) {
      await api.typing(chat);
    },
    end: (chat) => endConversation(api, chat),
  };
}

interface Ports {
  readonly api: ChatwootApi;
  readonly confirmed: Confirmed;
}

async function say(
  { api, confirmed }: Ports,
  message: LiveChatMessage,
  { mayHaveArrived }: LiveChatAttempt,
): Promise<Delivery<SayRejection>> {
  const { sessionId, messageId, text } = message;
  if (mayHaveArrived) {
    const looked = await hasArrived(api, message, confirmed.last(sessionId));
    if (looked !== 'missing') return looked === 'arrived' ? delivered : looked;
  }
  const result = await api.say(message, { content: text, echo_id: messageId });
  const answer = messageAnswer.safeParse(successOf(result)?.body).data;
  if (answer) confirmed.note(sessionId, answer.id);
  return answer || isCutAfterSuccess(result) ? delivered : refusal(api, message, result);
}

/**
 * A private note: agents see it, and Chatwoot never shows it to a contact. Where the token is not taken, agents read it among the
 * contact's words, so that nothing waits behind it.
 */
async function note(
  { agent, ...ports }: Ports & { readonly agent: AgentApi },
  message: LiveChatMessage,
  attempt: LiveChatAttempt,
): Promise<Delivery<SayRejection>> {
  const { key, mayHaveArrived } = attempt;
  const { text } = message;
  if (mayHaveArrived) {
    const looked = await hasNoteArrived(agent, message, { key, text });
    if (looked === 'arrived') return delivered;
    if (looked === 'refused') return say(ports, message, attempt);
    if (looked !== 'missing') return looked;
  }
  const result = await agent.note(message, {
    content: text,
    message_type: 'outgoing',
    private: true,
    content_attributes: { handoff_message: key },
  });
  if (isTokenRefused(result)) return say(ports, message, attempt);
  const isThere = messageAnswer.safeParse(successOf(result)?.body).success || isCutAfterSuccess(result);
  return isThere ? delivered : refusal(ports.api, message, result);
}

async function refusal(
  api: ChatwootApi,
  chat: OpenLiveChat,
  result: HttpOutcome,
): Promise<Delivery<SayRejection>> {
  if (successOf(result)) return foreign('answer-without-message');
  if (await isUnknownThere(api, chat, result)) return { outcome: 'rejected', cause: 'unknown-live-chat' };
  return isRefusedForGood(result) ? { outcome: 'rejected', cause: 'invalid' } : retryable(result);
}
