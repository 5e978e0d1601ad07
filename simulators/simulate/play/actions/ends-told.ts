import { z } from 'zod';
import { repliesInBody } from '../../../history/read/replies.ts';
import type { World } from '../world/world.ts';

export interface End {
  /** The same for all who are told of the same end. */
  readonly key: string;
  readonly reason: string;
  readonly customer: string;
}

/** What the copilot is told of a handoff. */
export const handoffOutputs = z.object({
  HandoffStatus: z.string().default(''),
  LiveChatConversationId: z.string().default(''),
  Reason: z.string().default(''),
});
const endBody = z.object({ sessionId: z.string(), reason: z.string() });
const refusals = ['closed', 'no-agents', 'unavailable'];

/** Every end that the copilot or the live chat was told of. */
export const endsTold = (world: World): readonly End[] => [...toldToCopilot(world), ...toldToLiveChat(world)];

export const endsInWords = (ends: readonly End[]): string =>
  ends.length === 0
    ? 'No session has ended.'
    : `Ended so far: ${[...new Set(ends.map(({ customer, reason }) => `${reason} (${customer})`))].join(', ')}.`;

function toldToCopilot({ microsoft: { teams, copilotStudio } }: World): readonly End[] {
  const customerIn = (conversationId: string) =>
    teams.chats.find((chat) => chat.conversationId === conversationId)?.customer.name ?? '';
  const replies = [
    ...copilotStudio.received.map(({ activity, conversationId }) => ({ activity, conversationId })),
    ...copilotStudio.skillCalls.flatMap(({ body, conversationId }) =>
      repliesInBody(body).map((activity) => ({ activity, conversationId })),
    ),
  ];
  return replies.flatMap(({ activity, conversationId }, index): readonly End[] => {
    const told = handoffOutputs.safeParse(activity.value).data;
    if (activity.type !== 'endOfConversation' || !told) return [];
    const customer = customerIn(conversationId);
    const key = told.LiveChatConversationId || `end ${index}`;
    if (refusals.includes(told.HandoffStatus)) return [{ key, reason: 'unavailable', customer }];
    return told.HandoffStatus === 'ended' ? [{ key, reason: told.Reason, customer }] : [];
  });
}

const toldToLiveChat = ({ liveChat }: World): readonly End[] =>
  liveChat.requests.flatMap(({ path, body, status }): readonly End[] => {
    const told = endBody.safeParse(body).data;
    if (!path.endsWith('/end') || !told || status >= 300) return [];
    const customer = liveChat.chats.find(({ id }) => id === told.sessionId)?.customerName ?? '';
    return [{ key: told.sessionId, reason: told.reason, customer }];
  });
