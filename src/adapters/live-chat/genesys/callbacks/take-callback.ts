import type {
  LiveChatAnswer,
  RecordAgentStatus,
  RelayAgentMessage,
} from '../../../../application/ports/inbound.ts';
import { messageId, type SessionId, sessionId } from '../../../../domain/ids.ts';
import { wordsOf } from '../words.ts';
import { type Callback, hasWords, isOutbound, isTyping } from './callback.ts';

/** `ignored`: it means nothing to the customer. */
export type Taken = LiveChatAnswer | 'ignored';

export interface TakeParts {
  readonly relayAgentMessage: RelayAgentMessage;
  readonly recordAgentStatus: RecordAgentStatus;
  /** Words that are stored, or were before. */
  readonly onHeard: (of: SessionId, id: string) => void;
  /** Words that the customer will never see. */
  readonly onLost: (of: SessionId, id: string) => void;
}

/** What an authenticated callback does. It names our session, and neither its conversation nor its agent. */
export async function takeCallback(parts: TakeParts, callback: Callback): Promise<Taken> {
  const { relayAgentMessage, recordAgentStatus, onHeard, onLost } = parts;
  const { id, channel } = callback;
  const of = sessionId(channel.to.id);
  if (!isOutbound(callback)) return 'ignored';
  if (isTyping(callback)) {
    const answer = await recordAgentStatus({
      of: { sessionId: of },
      messageId: messageId(`typing-${id}-${channel.time ?? ''}`),
      status: { type: 'typing' },
    });
    return answer === 'ended' ? 'ignored' : answer;
  }
  const words = hasWords(callback) ? wordsOf(callback) : undefined;
  if (!words) return 'ignored';
  const answer = await relayAgentMessage({
    of: { sessionId: of },
    messageId: messageId(words.id),
    text: words.text,
    ...(words.isAutomatic && { isAutomatic: true }),
  });
  if (answer === 'accepted' || answer === 'duplicate') onHeard(of, words.id);
  if (answer === 'ended') onLost(of, words.id);
  return answer;
}
