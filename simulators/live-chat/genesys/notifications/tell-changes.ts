import { type ChatRecord, idOnWire } from '../../chats/chat-record.ts';
import type { RouteOptions } from '../../vendor.ts';
import { choicesIn } from '../choices.ts';
import { type Participant, participantsIn, participantsNow } from '../conversations/participants.ts';
import { toldConversation } from '../conversations/presented.ts';
import { idOf, QUEUE_ID } from '../ids.ts';
import type { Notifications } from './notifications.ts';

/** Keeps the participants of each chat as its changes have them, and tells them on the topics of queue and conversation. */
export function tellChanges({ registry, choices }: RouteOptions, told: Notifications): void {
  registry.onChange((chat) => {
    const before = participantsIn(chat);
    const now = participantsNow(chat, before, new Date().toISOString());
    if (now === before) return;
    registry.change(chat.id, (found) => ({ ...found, details: { ...found.details, participants: now } }));
    const changed = registry.find(chat.id);
    if (!changed) return;
    for (const participant of now) tellOf(changed, { before, participant }, told);
    told.tell(
      `v2.routing.queues.${QUEUE_ID}.conversations.messages`,
      toldConversation(changed, choicesIn(choices())),
    );
  });
}

interface Change {
  readonly before: readonly Participant[];
  readonly participant: Participant;
}

/** A detail event for who came or went. */
function tellOf(chat: ChatRecord, { before, participant }: Change, told: Notifications): void {
  const known = before.find(({ id }) => id === participant.id);
  if (known?.state === participant.state) return;
  const isStart = participant.state === 'connected';
  const who = participant.purpose === 'agent' ? 'user' : participant.purpose;
  const topic = `v2.detail.events.conversation.${idOnWire(chat)}.${who}.${isStart ? 'start' : 'end'}`;
  const end = isStart ? {} : { disconnectType: upper(participant.disconnectType ?? 'unknown') };
  told.tell(topic, {
    eventTime: Date.now(),
    conversationId: idOnWire(chat),
    participantId: participant.id,
    sessionId: idOf('session', participant.id),
    mediaType: 'MESSAGE',
    provider: 'PureCloud Messaging',
    direction: 'INBOUND',
    messageType: 'OPEN',
    ...(who === 'user' && { userId: idOf('user', participant.name), queueId: QUEUE_ID }),
    ...end,
  });
}

/** Detail events spell what conversations write `transfer.noanswer` in another way. */
const upper = (disconnectType: string): string => disconnectType.replaceAll('.', '_').toUpperCase();
