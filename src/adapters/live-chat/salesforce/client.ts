import { randomUUID } from 'node:crypto';
import type {
  LiveChat,
  LiveChatAttempt,
  LiveChatCapabilities,
  LiveChatMessage,
  LiveChatStart,
  StartOutcome,
} from '../../../application/ports/live-chat.ts';
import type { SessionId } from '../../../domain/ids.ts';
import { eachUnit, splitText } from '../../../domain/split-text.ts';
import type { HttpOutcome } from '../../http/client/http-outcome.ts';
import { retryableOutcome } from '../../http/client/retryable-outcome.ts';
import type { SessionTokens } from './access/session-tokens.ts';
import type { ApiOf } from './api.ts';
import { listEntries } from './entries.ts';
import { conversationOf, entryIdOf } from './ids.ts';
import { endDelivery, isTaken, lookOutcome, ownRefusal, sayDelivery, startOutcome } from './outcomes.ts';
import { receipts } from './receipts.ts';
import { routingAttributes } from './routing-attributes.ts';
import {
  type ConversationEntry,
  conversationAnswer,
  longestText,
  type MessageBody,
  messagePayload,
} from './wire.ts';

export interface SalesforceClientParts {
  readonly deployment: string;
  readonly api: ApiOf;
  readonly tokens: Pick<SessionTokens, 'forget'>;
  /** Has a request made while a stream of the session is open; in its place, why none can be had. */
  readonly whileHeard: WhileHeard;
}

export type WhileHeard = (session: SessionId, request: () => Promise<HttpOutcome>) => Promise<HttpOutcome>;

export const salesforceCapabilities: LiveChatCapabilities = {
  startCarries: ['context'],
  needsFirstWords: false,
  startIsRepeatable: true,
  sayIsRepeatable: true,
  afterEnd: 'reopens',
  isEndHeardLate: true,
  typing: true,
  receipts: ['delivered'],
};

/** How far the clocks may be apart, in milliseconds. */
const skewMs = 60_000;

/** Salesforce by Messaging for In-App and Web. Each session is an end user of its own, who writes to one conversation. */
export function salesforceLiveChat(parts: SalesforceClientParts): LiveChat {
  const { api, deployment, tokens } = parts;
  const acknowledge = receipts(api);
  return {
    id: 'salesforce',
    capabilities: salesforceCapabilities,
    split: (text) => splitText(text, longestText, eachUnit),
    start: (start, attempt) => open(parts, start, attempt),
    async say(message, { key, mayHaveArrived }) {
      const own = api(message.sessionId);
      const id = entryIdOf(key);
      if (mayHaveArrived) {
        const { liveChatId: conversation, at } = message;
        const looked = await listEntries(own, { conversation, since: at - skewMs, only: 'Message' });
        if ('failed' in looked) return lookOutcome(looked.failed);
        if (looked.entries.some((entry) => isOf(entry, id))) return { outcome: 'delivered' };
      }
      return sayDelivery(await own.say(message, messageOf(message, id, deployment)));
    },
    async typing({ sessionId, liveChatId }) {
      const body = { entryType: 'TypingStartedIndicator', id: randomUUID() } as const;
      await api(sessionId).indicate(liveChatId, body);
    },
    receipt: acknowledge,
    async end({ sessionId, liveChatId }) {
      const delivery = endDelivery(await api(sessionId).end(liveChatId));
      if (delivery.outcome === 'delivered') tokens.forget(sessionId);
      return delivery;
    },
  };
}

/**
 * The id of the conversation follows from the session's, so that a repeat opens no second one. Whether events are kept for an end
 * user who has never listened is not documented: so a stream is open while the conversation begins.
 */
async function open(
  { api, deployment, whileHeard }: SalesforceClientParts,
  start: LiveChatStart,
  { mayHaveArrived }: LiveChatAttempt,
): Promise<StartOutcome> {
  const own = api(start.sessionId);
  const id = conversationOf(start.sessionId);
  if (mayHaveArrived) {
    const looked = await own.look(id);
    if (isThere(looked)) return { outcome: 'opened', liveChatId: id, opening: { as: 'queued' } };
    // A success without a conversation is that of a gateway.
    if (ownRefusal(looked) !== 404) return { ...retryableOutcome(looked), outcome: 'unknown' };
  }
  const body = {
    conversationId: id,
    esDeveloperName: deployment,
    routingAttributes: routingAttributes(start),
  };
  const opened = await whileHeard(start.sessionId, () => own.open(body));
  return startOutcome(opened, id);
}

const isThere = (looked: HttpOutcome): boolean =>
  isTaken(looked) && looked.outcome === 'answered' && conversationAnswer.safeParse(looked.body).success;

function messageOf({ text, kind }: LiveChatMessage, id: string, esDeveloperName: string): MessageBody {
  return {
    message: {
      id,
      messageType: 'StaticContentMessage',
      staticContent: { formatType: 'Text', text },
    },
    esDeveloperName,
    isNewMessagingSession: false,
    // The only part of a message that can be marked; no flow is routed by it while the session goes on.
    ...(kind === 'notice' && { routingAttributes: { handoffMessage: 'notice' } }),
  };
}

/** Whether an entry is the message that we gave this id, be it the entry's own or that of the message in it. */
function isOf({ identifier, entryPayload }: ConversationEntry, id: string): boolean {
  if (identifier === id) return true;
  return messagePayload.safeParse(entryPayload).data?.abstractMessage.id === id;
}
