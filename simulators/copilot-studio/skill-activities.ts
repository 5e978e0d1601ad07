import { randomUUID } from 'node:crypto';
import type { Activity } from '../teams/activity.ts';
import type { ConversationRecord } from './conversation.ts';

interface SkillActivityOptions {
  readonly expectReplies: boolean;
  readonly tenantId: string;
  readonly skillClientId: string;
  readonly copilot: { readonly clientId: string; readonly name: string };
  /** Where the skill is to send its replies. */
  /** Where the skill is to reply, asked for each activity. */
  readonly serviceUrl: () => string;
}

/** The activities with which the skill is called. */
export interface SkillActivities {
  event(conversation: ConversationRecord, name: string, value?: object): Activity;
  message(conversation: ConversationRecord, text: string, value?: object): Activity;
  /** Tells the skill that the copilot has ended the conversation. */
  ended(conversation: ConversationRecord): Activity;
  custom(conversation: ConversationRecord, overrides: Readonly<Record<string, unknown>>): Activity;
}

export function skillActivities(options: SkillActivityOptions): SkillActivities {
  let made = 0;
  const envelope = (conversation: ConversationRecord) => {
    made += 1;
    // Real clients leave the copilot out of the reference now and then, as an explicit null.
    return envelopeOf(conversation, options, made % 2 === 0);
  };
  const event: SkillActivities['event'] = (conversation, name, value) => ({
    ...envelope(conversation),
    type: 'event',
    name,
    ...(value ? { value } : {}),
  });
  const message: SkillActivities['message'] = (conversation, text, value) => ({
    ...envelope(conversation),
    type: 'message',
    textFormat: 'plain',
    text,
    ...(value ? { value } : {}),
  });
  return {
    event,
    message,
    ended: (conversation) => ({
      ...envelope(conversation),
      type: 'endOfConversation',
      code: 'completedSuccessfully',
    }),
    custom: (conversation, overrides) => {
      const isMessage = (overrides.type ?? 'message') === 'message';
      const ordinary = isMessage
        ? message(conversation, 'Hello', liveChatId(conversation))
        : { ...envelope(conversation), type: 'event' };
      return { ...ordinary, ...overrides };
    },
  };
}

function liveChatId({ variables }: ConversationRecord) {
  return { LiveChatConversationId: variables.LiveChatConversationId ?? '' };
}

function envelopeOf(conversation: ConversationRecord, options: SkillActivityOptions, nullBot: boolean) {
  const { conversationId, customer } = conversation;
  const from = { ...customer, role: 'user' };
  const copilot = { id: `28:${options.copilot.clientId}`, name: options.copilot.name, role: 'bot' };
  const id = randomUUID();
  const place = {
    id: conversationId,
    conversationType: 'personal',
    tenantId: options.tenantId,
    isGroup: false,
  };
  return {
    id,
    timestamp: new Date().toISOString(),
    channelId: conversation.channelId,
    serviceUrl: options.serviceUrl(),
    from,
    recipient: { id: options.skillClientId, name: 'Handoff Bridge', role: 'skill' },
    conversation: place,
    relatesTo: {
      activityId: id,
      user: from,
      bot: nullBot ? null : copilot,
      conversation: place,
      channelId: conversation.channelId,
      locale: 'en-US',
      serviceUrl: conversation.serviceUrl,
    },
    channelData: { tenant: { id: options.tenantId } },
    locale: 'en-US',
    replyToId: null,
    attachments: [],
    entities: [],
    ...(options.expectReplies ? { deliveryMode: 'expectReplies' } : {}),
  };
}
