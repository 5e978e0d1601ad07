import { callbackKey } from './callback-key.ts';
import type { ChangeSession, SessionChanged } from './change-session.ts';
import type { FindLiveChat } from './find-live-chat.ts';
import type { LiveChatAnswer, RelayAgentMessage } from './ports/inbound.ts';

interface Ports {
  readonly change: ChangeSession;
  readonly find: FindLiveChat;
}

export function relayAgentMessage({ change, find }: Ports): RelayAgentMessage {
  return ({ liveChatId, messageId, text, agentName, isGuessable }) =>
    find.taking({ id: liveChatId, mayWait: !isGuessable }, async () =>
      liveChatAnswer(
        await change({
          find: () => find(liveChatId),
          command: { type: 'say-as-agent', messageId, text, agentName },
          inbound: callbackKey(messageId),
          needsRoomIn: 'to-customer',
        }),
      ),
    );
}

/** What became of a change that a live chat asked for, in the live chat's terms. */
export function liveChatAnswer(changed: SessionChanged): LiveChatAnswer {
  switch (changed.outcome) {
    case 'changed':
      return 'accepted';
    case 'repeated':
      return 'duplicate';
    case 'full':
      return 'full';
    case 'refused':
      return changed.session ? 'ended' : 'unknown';
    case 'lease-lost':
    case 'live-chat-taken':
      throw new Error(`a callback cannot be ${changed.outcome}`);
  }
}
