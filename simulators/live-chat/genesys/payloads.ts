import type { Addressed, Payload } from '../callbacks/agent-action.ts';
import { INTEGRATION_ID, INTEGRATION_NAME } from './ids.ts';

/** What the webhook sends, and what else agents do for the notifications. */
export function payloadOf({ chat, messageId: id, at: now, act }: Addressed): Payload | undefined {
  if (chat === undefined || act.type === 'queue-position') return undefined;
  if (act.type !== 'message' && act.type !== 'typing') {
    const agentName = act.type === 'session-ended' ? {} : { agentName: act.sender };
    return { notification: act.type, at: Date.parse(now), ...agentName };
  }
  // A repeat of the same act has the time of the first.
  const at = chat.entries.find((entry) => entry.id === id)?.at ?? now;
  const base = {
    id,
    channel: {
      id: INTEGRATION_ID,
      platform: 'Open',
      type: 'Private',
      messageId: id,
      to: { id: chat.handoffSessionId ?? '' },
      from: { nickname: INTEGRATION_NAME, id: INTEGRATION_ID, idType: 'Opaque' },
      time: at,
    },
    direction: 'Outbound',
  };
  if (act.type === 'typing')
    return {
      ...base,
      type: 'Event',
      events: [{ eventType: 'Typing', typing: { type: 'On', duration: 5_000 } }],
    };
  return { ...base, type: 'Text', text: act.message, originatingEntity: act.isAutomatic ? 'Bot' : 'Human' };
}
