import type { Command } from '../../domain/commands.ts';
import type { ChangeSession, SessionChanged } from '../changes/change-session.ts';
import type { AgentMessage, LiveChatAnswer, RelayAgentMessage } from '../ports/inbound.ts';
import type { FindLiveChat } from './find-live-chat.ts';
import { callbackKey } from './inbound-key.ts';

interface Ports {
  readonly change: ChangeSession;
  readonly find: FindLiveChat;
}

export function relayAgentMessage({ change, find }: Ports): RelayAgentMessage {
  return (message) => {
    const { of, messageId, isGuessable, bookmark } = message;
    return find.taking({ of, mayWait: !isGuessable }, async () =>
      liveChatAnswer(
        await change({
          find: () => find(of),
          command: commandOf(message),
          inbound: callbackKey(messageId),
          ...(bookmark !== undefined && { bookmark }),
          needsRoomIn: 'to-customer',
        }),
      ),
    );
  };
}

function commandOf({ messageId, text, agentName, isAutomatic }: AgentMessage): Command {
  if (isAutomatic) return { type: 'say-as-live-chat', messageId, text };
  return { type: 'say-as-agent', messageId, text, ...(agentName !== undefined && { agentName }) };
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
      if (changed.refusal === 'too-early') return 'opening';
      return changed.session ? 'ended' : 'unknown';
    case 'lease-lost':
    case 'live-chat-taken':
      throw new Error(`a callback cannot be ${changed.outcome}`);
  }
}
