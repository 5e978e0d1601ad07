import { randomUUID } from 'node:crypto';
import { type PostOptions, postCallback } from '../../../simulators/live-chat/callbacks/post-callback.ts';
import type { CallbackAnswer } from '../../../simulators/live-chat/live-chat.ts';
import type { Chat } from '../../../simulators/live-chat/start-live-chat.ts';
import type { Customer } from '../../../simulators/teams/customer.ts';
import { liveChatIdIn, type SkillCaller, skillCaller } from '../callers/skill/skill-caller.ts';
import type { RunningBridge } from '../http/running-bridge.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** A right callback of the reference contract, but for what the fields say. */
export const callbackOf = (sessionId: string, fields: Fields = {}): Fields => ({
  sessionId,
  messageId: randomUUID(),
  message: 'Hello',
  sender: 'Dana',
  timestamp: new Date().toISOString(),
  ...fields,
});

/** Posts to the reference route as the live chat does, signed unless told otherwise. */
export function postSigned(
  { url, credentials }: RunningBridge,
  payload: unknown,
  options: PostOptions = {},
): Promise<CallbackAnswer> {
  return postCallback(`${url}/api/messages/proactive`, payload, {
    secret: credentials.webhookSecret,
    ...options,
  });
}

/** A customer of the simulated Teams whose session is open, and its chat on the desk. */
export interface OpenSession {
  readonly customer: Customer;
  readonly copilot: SkillCaller;
  readonly chat: Chat;
}

export async function openSession(world: RunningBridge, value: unknown = {}): Promise<OpenSession> {
  const customer = await world.microsoft.teams.customer('Anna');
  const copilot = skillCaller(world, { conversationId: customer.conversationId });
  const liveChatId = liveChatIdIn(await copilot.escalate(value));
  const chat = await world.liveChat.chat(({ id }) => id === liveChatId);
  return { customer, copilot, chat };
}
