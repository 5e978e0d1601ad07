import type { Delivery } from '../../../application/ports/delivery.ts';
import type {
  LiveChat,
  LiveChatAttempt,
  LiveChatCapabilities,
  LiveChatMessage,
  OpenLiveChat,
  SayRejection,
} from '../../../application/ports/live-chat.ts';
import type { EndReason } from '../../../domain/handoff-session.ts';
import { eachUnit, splitText } from '../../../domain/split-text.ts';
import type { CallApi } from './api.ts';
import { failedSay, ownRefusal, undecided, undecidedAfterAll } from './outcomes.ts';
import { conversationById, ownMessages, postMessage } from './start/conversations.ts';
import { textLimit } from './start/opening-messages.ts';
import { type StartDependencies, startConversation } from './start/start.ts';
import { isNamed, releaseControl } from './start/switchboard.ts';
import { type MessageBody, ownKey } from './wire.ts';

export const zendeskCapabilities: LiveChatCapabilities = {
  // The problem is the customer's first words.
  startCarries: ['transcript', 'context'],
  needsFirstWords: true,
  startIsRepeatable: true,
  sayIsRepeatable: true,
  afterEnd: 'reopens',
  typing: false,
};

/** Zendesk messaging, as a server that speaks for the customer (Sunshine Conversations v2). */
export function zendeskLiveChat(dependencies: StartDependencies): LiveChat {
  const { call } = dependencies;
  return {
    id: 'zendesk',
    capabilities: zendeskCapabilities,
    split: (text) => splitText(text, textLimit, eachUnit),
    // Of a user, Sunshine Conversations takes no other activity than having read.
    typing: async () => {},
    start: (start, attempt) => startConversation(dependencies, start, attempt),
    say: (message, attempt) => say(call, message, attempt),
    end: (chat, reason) => end(dependencies, chat, reason),
  };
}

/** A message that may have arrived is looked for by the key, which its metadata carry. */
async function say(
  call: CallApi,
  message: LiveChatMessage,
  { key, mayHaveArrived }: LiveChatAttempt,
): Promise<Delivery<SayRejection>> {
  const conversationId = message.liveChatId;
  if (mayHaveArrived) {
    const said = await ownMessages(call, { conversationId, since: message.at }, [key]);
    if ('failure' in said) {
      const failed = failedSay(said.failure);
      return failed.outcome === 'rejected' ? failed : undecidedAfterAll(said.failure);
    }
    if (said.value.has(key)) return { outcome: 'delivered' };
  }
  const posted = await postMessage(call, conversationId, { ownId: key, body: bodyOf(message, key) });
  return 'failure' in posted ? failedSay(posted.failure) : { outcome: 'delivered' };
}

function bodyOf({ kind, sessionId, sender, text }: LiveChatMessage, key: string): MessageBody {
  return {
    author:
      kind === 'customer'
        ? { type: 'user', userExternalId: sessionId, displayName: sender }
        : { type: 'business', displayName: sender },
    content: { type: 'text', text },
    metadata: { [ownKey]: key },
  };
}

/**
 * No call closes a ticket, so control is given back: from then on no word of this conversation reaches the agents, who were told
 * by a notice. Their ticket stays as it is until they solve it. A repeat changes nothing.
 */
async function end(
  { call, agentIntegration }: StartDependencies,
  { sessionId, liveChatId: id }: OpenLiveChat,
  reason: EndReason,
): Promise<Delivery> {
  const released = await releaseControl(call, id, { [ownKey]: sessionId, reason });
  if ('value' in released) return { outcome: 'delivered' };
  const status = ownRefusal(released.failure);
  if (status === 404) return { outcome: 'delivered' };
  if (status === undefined || status === 401 || status === 429 || status >= 500)
    return undecided(released.failure);
  // It may be refused because there is nothing to give back, which the conversation shows.
  const [found, integration] = [await conversationById(call, id), await agentIntegration(call)];
  if ('failure' in found) return undecidedAfterAll(found.failure);
  if ('failure' in integration) return undecidedAfterAll(integration.failure);
  return isNamed(found.value.activeSwitchboardIntegration, integration.value)
    ? { outcome: 'rejected', cause: String(status) }
    : { outcome: 'delivered' };
}
