import { randomUUID } from 'node:crypto';
import type { SkillCall } from '../../../../simulators/copilot-studio/skill-line.ts';
import type { RunningBridge } from '../../http/running-bridge.ts';

export type Overrides = Readonly<Record<string, unknown>>;

/** A copilot that calls the skill for one customer's conversation, activity by activity. */
export interface SkillCaller {
  readonly conversationId: string;
  send(overrides: Overrides): Promise<SkillCall>;
  escalate(value?: unknown, overrides?: Overrides): Promise<SkillCall>;
  message(text: string, overrides?: Overrides): Promise<SkillCall>;
  end(value: unknown, overrides?: Overrides): Promise<SkillCall>;
}

export interface CallerOptions {
  /** One that Teams might have made unless told; a customer of the simulated Teams can lend theirs. */
  readonly conversationId?: string;
  /** What all activities have in common. */
  readonly always?: Overrides;
}

export function skillCaller({ microsoft }: RunningBridge, options: CallerOptions = {}): SkillCaller {
  const { conversationId = `a:1${randomUUID()}@unq.gbl.spaces;messageid=1`, always = {} } = options;
  const send = (overrides: Overrides) =>
    microsoft.copilotStudio.callSkill({ conversation: { id: conversationId }, ...always, ...overrides });
  return {
    conversationId,
    send,
    escalate: (value = {}, overrides = {}) =>
      send({ type: 'event', name: 'startConversation', value, ...overrides }),
    message: (text, overrides = {}) => send({ type: 'message', text, ...overrides }),
    end: (value, overrides = {}) => send({ type: 'event', name: 'endConversation', value, ...overrides }),
  };
}

/** What a topic gets from the turn: the outputs in the EndOfConversation, if there is one. */
export function outputsOf({ replies }: SkillCall): Overrides | undefined {
  const end = replies.find(({ type }) => type === 'endOfConversation');
  return typeof end?.value === 'object' && end.value !== null ? { ...end.value } : undefined;
}

export const statusOf = (call: SkillCall): unknown => outputsOf(call)?.HandoffStatus;

/** The live chat that an escalation named. */
export const liveChatIdIn = (call: SkillCall): string => String(outputsOf(call)?.LiveChatConversationId);
