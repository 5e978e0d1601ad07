import type { LiveChat, LiveChatCapabilities, OpenLiveChat } from '../../../application/ports/live-chat.ts';
import { liveChatId, type SessionId } from '../../../domain/ids.ts';
import { eachUnit, splitText } from '../../../domain/split-text.ts';
import { typingSignals } from './callbacks/typing-signals.ts';
import type { PostToInstance } from './integration.ts';
import { endDelivery, sayDelivery, startOutcome } from './outcomes.ts';
import type { Requests } from './requests.ts';

export const serviceNowCapabilities: LiveChatCapabilities = {
  startCarries: ['transcript', 'context'],
  needsFirstWords: true,
  startIsRepeatable: true,
  sayIsRepeatable: false,
  afterEnd: 'reopens',
  typing: true,
};

/** ServiceNow has no limit, but each callback brings the last text back, and the bridge takes 256 KB. In characters. */
const longestText = 30_000;

export interface ServiceNowClientSettings {
  readonly post: PostToInstance;
  readonly requests: Requests;
  /** How long an agent sees that the customer is typing, in milliseconds. */
  readonly typingMs: number;
}

/**
 * ServiceNow's live chat has our own id of the session as its only name, so it is the live chat's id as well. A request for an agent
 * that is repeated is for the same conversation. What was said cannot be looked up.
 */
export function serviceNowLiveChat({ post, requests, typingMs }: ServiceNowClientSettings): LiveChat {
  const typing = typingSignals(typingMs, async (sessionId, action) => {
    await post(requests.signal(sessionId, action), action);
  });
  return {
    id: 'servicenow',
    capabilities: serviceNowCapabilities,
    split: (text) => splitText(text, longestText, eachUnit),
    start: async (start, { key }) =>
      startOutcome(await post(requests.agent(start), key), idOf(start.sessionId)),
    async say(message, { key }) {
      if (!isOurs(message)) return { outcome: 'rejected', cause: 'unknown-live-chat' };
      return sayDelivery(await post(requests.say(message), key));
    },
    async typing(chat) {
      if (isOurs(chat)) await typing.show(chat.sessionId);
    },
    async end(chat, _, { key }) {
      if (!isOurs(chat)) return { outcome: 'delivered' };
      typing.forget(chat.sessionId);
      return endDelivery(await post(requests.end(chat.sessionId), key));
    },
  };
}

const idOf = (sessionId: SessionId) => liveChatId(sessionId);

/** A session that another live chat had opened, before operators chose this one, would only wake the Virtual Agent. */
const isOurs = (chat: OpenLiveChat): boolean => chat.liveChatId === idOf(chat.sessionId);
