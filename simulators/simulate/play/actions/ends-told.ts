import { z } from 'zod';
import { chatsNamed } from '../../../history/read/chats-named.ts';
import { toldInWords } from '../../../history/read/connected-agent.ts';
import { repliesInBody } from '../../../history/read/replies.ts';
import { seenAtLiveChat } from '../../../history/read/seen.ts';
import { sourcesOf } from '../../../history/read/sources.ts';
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
const refusals = ['closed', 'no-agents', 'unavailable'];

/** Every end that the copilot or the live chat was told of. */
export const endsTold = (world: World): readonly End[] => [
  ...(world.microsoft.copilotStudio.isConnected ? toldToCustomer(world) : toldToCopilot(world)),
  ...toldToLiveChat(world),
];

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

/** A connected agent tells it in words. */
function toldToCustomer(world: World): readonly End[] {
  const { chats } = world.microsoft.teams;
  return toldInWords(sourcesOf(world)).map(({ status, reason = '', conversationId, liveChatId, at }) => ({
    key: liveChatId ?? `${conversationId} at ${at}`,
    reason: refusals.includes(status) ? 'unavailable' : reason,
    customer: chats.find((chat) => chat.conversationId === conversationId)?.customer.name ?? '',
  }));
}

/** A live chat that is not told why knows nothing of the reason. */
function toldToLiveChat({ liveChat }: World): readonly End[] {
  const chatOf = chatsNamed({ liveChat });
  return liveChat.requests.flatMap((request): readonly End[] => {
    const told = request.status < 300 ? liveChat.reads.request(seenAtLiveChat(request)) : undefined;
    if (told?.step !== 'end' || told.reason === undefined) return [];
    const key = chatOf(told) ?? '';
    const customer = liveChat.chats.find(({ id }) => id === key)?.customerName ?? '';
    return [{ key, reason: told.reason, customer }];
  });
}
