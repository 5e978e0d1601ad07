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
import type { GenesysApi } from './api.ts';
import { messageBody, ownMessageId, typingBody } from './briefing.ts';
import { endConversation } from './end.ts';
import { delivered, isInvalid, ownRefusal, successOf, undecided } from './outcomes.ts';
import type { OverConversations } from './over-conversations.ts';
import { isConversationOver } from './participants.ts';
import { receiptBody } from './receipts.ts';
import { type StartPorts, startConversation } from './start.ts';
import { hasArrived } from './was-said.ts';
import { asMeant, conversation, longestText, messageAnswer } from './wire.ts';

export const genesysCapabilities: LiveChatCapabilities = {
  startCarries: ['context'],
  needsFirstWords: true,
  startIsRepeatable: true,
  sayIsRepeatable: true,
  afterEnd: 'refuses',
  typing: true,
  receipts: ['delivered', 'failed'],
};

export interface GenesysClientPorts extends StartPorts {
  readonly over: OverConversations;
}

/** Genesys Cloud by an Open Messaging integration. A session is a person there, and its conversation is the live chat. */
export function genesysLiveChat(ports: GenesysClientPorts): LiveChat {
  const { api, now } = ports;
  return {
    id: 'genesys',
    capabilities: genesysCapabilities,
    split: (text) => splitText(text, longestText, eachUnit),
    start: (start, attempt) => startConversation(ports, start, attempt),
    say: (message, attempt) => (isOurs(message) ? say(ports, message, attempt) : unknownChat),
    async typing(chat) {
      if (isOurs(chat)) await api.typing(typingBody(chat.sessionId, now()));
    },
    async receipt(chat, id, receipt) {
      if (isOurs(chat))
        await api.receipt(receiptBody(receipt, { sessionId: chat.sessionId, id, now: now() }));
    },
    end: async (chat) => (isOurs(chat) ? endConversation(api, chat.liveChatId) : delivered),
  };
}

const unknownChat = Promise.resolve({ outcome: 'rejected', cause: 'unknown-live-chat' } as const);
const hasEnded = { outcome: 'rejected', cause: 'ended' } as const;

/** A session that another live chat had opened, before operators chose this one: its words would open a conversation here. */
const isOurs = ({ liveChatId }: OpenLiveChat): boolean =>
  /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(liveChatId);

/** Words that have waited for so long, in milliseconds, may be for a conversation whose end was not heard of. */
const lateMs = 5_000;

/**
 * Words do not name a conversation: they go to the one of this person that is open, or open another one. Such a one is ended at
 * once, and the words count as refused.
 */
async function say(
  { api, over, now }: GenesysClientPorts,
  message: LiveChatMessage,
  { key, mayHaveArrived }: LiveChatAttempt,
): Promise<Delivery<SayRejection>> {
  const { liveChatId } = message;
  const stray = over.strayOf(liveChatId);
  if (stray !== undefined) return endStray({ api, over }, liveChatId, stray);
  if (over.has(liveChatId)) return hasEnded;
  if (mayHaveArrived) {
    const looked = await hasArrived(api, liveChatId, ownMessageId(message, key));
    if (looked !== 'missing') return looked === 'arrived' ? delivered : looked;
  } else if (now() - message.at > lateMs && (await isKnownToBeOver(api, liveChatId))) {
    over.add(liveChatId);
    return hasEnded;
  }
  const result = await api.say(messageBody(message, key));
  const reached = messageAnswer.safeParse(asMeant(successOf(result)?.body)).data?.conversationId;
  if (reached === liveChatId) return delivered;
  if (reached === undefined) return refusal(result);
  over.strayed(liveChatId, reached);
  return endStray({ api, over }, liveChatId, reached);
}

/** Ends what words have opened. Until that is done they are tried again, and not said again. */
async function endStray(
  { api, over }: Pick<GenesysClientPorts, 'api' | 'over'>,
  liveChatId: string,
  stray: string,
): Promise<Delivery<SayRejection>> {
  const ended = await endConversation(api, stray);
  if (ended.outcome !== 'delivered') return { outcome: 'unknown', cause: 'opened-another-conversation' };
  over.add(liveChatId);
  return hasEnded;
}

/** A look that fails decides nothing. */
async function isKnownToBeOver(api: GenesysApi, id: string): Promise<boolean> {
  const looked = conversation.safeParse(asMeant(successOf(await api.conversation(id))?.body)).data;
  return looked !== undefined && isConversationOver(looked.participants);
}

function refusal(result: Parameters<typeof undecided>[0]): Delivery<SayRejection> {
  return isInvalid(ownRefusal(result)) ? { outcome: 'rejected', cause: 'invalid' } : undecided(result);
}
