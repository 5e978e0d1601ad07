import type { Activity } from '../teams/activity.ts';
import type { Lanes } from '../teams/lanes.ts';
import type { Conversation } from './conversation.ts';
import type { SentActivity } from './skill-line.ts';
import type { Speak } from './speech.ts';
import type { Topics } from './topics.ts';

interface ReplyOptions {
  readonly conversationOf: (conversationId: string) => Conversation | undefined;
  readonly speak: Speak;
  readonly topics: Topics;
  /** Turns by conversation. */
  readonly inOrder: Lanes;
  /** Bot Connector for conversations that the copilot does not know. */
  readonly teamsServiceUrl: string;
  readonly failed: (cause: unknown) => void;
}

/** What the copilot does with a reply, whichever way it came. */
type TakeReply = (conversationId: string, sent: SentActivity | undefined, reply: Activity) => Promise<void>;

export function replyTaker(options: ReplyOptions): TakeReply {
  return async (conversationId, sent, reply) => {
    sent?.replies.push(reply);
    if (sent?.isAside) return;
    const conversation = options.conversationOf(conversationId);
    switch (reply.type) {
      case 'message':
      case 'typing': {
        const serviceUrl = conversation?.record.serviceUrl ?? options.teamsServiceUrl;
        return options.speak({ conversationId, serviceUrl }, spoken(reply));
      }
      case 'endOfConversation':
        if (conversation && !sent?.isOpen) endLate(conversation, reply, options);
        return;
      default:
        return;
    }
  };
}

function endLate(conversation: Conversation, end: Activity, { topics, inOrder, failed }: ReplyOptions): void {
  const waiting = topics.waitsFor(conversation);
  if (!waiting) return;
  const job = async () => {
    // By its turn, an end that was meant for an action of before ends nothing.
    if (topics.waitsFor(conversation)?.call === waiting.call) await topics.skillEnded(conversation, end);
  };
  // A message under way would otherwise hold up the end; a topic that asked the skill for something waits for its turn.
  const ended = waiting.type === 'message' ? job() : inOrder(conversation.record.conversationId, job);
  // The skill's request is answered without waiting for what the copilot says next.
  ended.catch(failed);
}

export function spoken({ type, text, textFormat }: Activity) {
  return type === 'typing' ? { type } : { type, text, textFormat: textFormat ?? 'markdown' };
}
