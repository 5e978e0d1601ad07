import { randomUUID } from 'node:crypto';
import type { Activity } from '../teams/activity.ts';
import type { ConversationRecord } from './conversation.ts';

/** `reference` calls the skill as its manifest says, `contoso-sample` as the shipped sample's topics do. */
export type Dialect = 'reference' | 'contoso-sample';

interface SkillActivityOptions {
  readonly dialect: Dialect;
  readonly expectReplies: boolean;
  readonly tenantId: string;
  readonly skillClientId: string;
  readonly copilot: { readonly clientId: string; readonly name: string };
  /** Where the skill is to send its replies. */
  readonly serviceUrl: string;
}

/** The activities with which topics call the skill. */
export interface SkillActivities {
  start(conversation: ConversationRecord): Activity;
  /** The first message after the start, which carries the problem. */
  problem(conversation: ConversationRecord, problem: string): Activity;
  message(conversation: ConversationRecord, text: string): Activity;
  end(conversation: ConversationRecord): Activity;
  custom(conversation: ConversationRecord, overrides: Readonly<Record<string, unknown>>): Activity;
}

export function skillActivities(options: SkillActivityOptions): SkillActivities {
  let made = 0;
  const envelope = (conversation: ConversationRecord) => {
    made += 1;
    // Real clients leave the copilot out of the reference now and then, as an explicit null.
    return envelopeOf(conversation, options, made % 2 === 0);
  };
  const event = (conversation: ConversationRecord, name: string, value?: object): Activity => ({
    ...envelope(conversation),
    type: 'event',
    name,
    ...(value ? { value } : {}),
  });
  const message = (conversation: ConversationRecord, text: string, value: object): Activity => ({
    ...envelope(conversation),
    type: 'message',
    textFormat: 'plain',
    text,
    value,
  });
  return {
    start: (conversation) =>
      options.dialect === 'reference'
        ? event(conversation, 'endConversation', handoffInputs(conversation))
        : event(conversation, 'startConversation'),
    problem: (conversation, problem) =>
      message(conversation, problem, { ...liveChatId(conversation), ProblemDescription: problem }),
    message: (conversation, text) => message(conversation, text, liveChatId(conversation)),
    end: (conversation) =>
      options.dialect === 'reference'
        ? message(conversation, 'end handoff', liveChatId(conversation))
        : event(conversation, 'endConversation', liveChatId(conversation)),
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

function handoffInputs({ stage, transcript }: ConversationRecord) {
  const problem = stage.status === 'with-skill' ? stage.problem : '';
  // The problem is an input of its own.
  const before = transcript.at(-1)?.text === problem ? transcript.slice(0, -1) : transcript;
  return {
    ProblemDescription: problem,
    Transcript: before,
    Context: { Topic: 'Escalate to Live Chat', Locale: 'en-US' },
  };
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
    channelId: 'msteams',
    serviceUrl: options.serviceUrl,
    from,
    recipient: { id: options.skillClientId, name: 'Handoff Bridge', role: 'skill' },
    conversation: place,
    relatesTo: {
      activityId: id,
      user: from,
      bot: nullBot ? null : copilot,
      conversation: place,
      channelId: 'msteams',
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
