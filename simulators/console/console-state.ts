import type { Sequence } from '../sequence/steps.ts';
import type { Direction, Retry, SessionEntry } from './bridge-log.ts';
import type { BridgeMetrics } from './bridge-metrics.ts';
import type { FaultSwitches, SwitchState } from './fault-switches.ts';
import type { Pages, Rehearsal, RehearsedBridge } from './rehearsal.ts';
import type { StoryLine, StoryState } from './story-play.ts';

export interface ConversationLine {
  readonly id: string;
  readonly customer: string;
  /** Of its newest handoff; absent before the first, and where the live chat does not name the bridge's sessions. */
  readonly session?: SessionEntry;
  readonly liveChatId?: string;
}

/** Everything that the page shows besides the sequence. */
export interface ConsoleState {
  readonly pages: Pages;
  readonly bridge: { readonly status: RehearsedBridge['status']; readonly aheadMs: number };
  readonly conversations: readonly ConversationLine[];
  readonly selected: string | undefined;
  readonly metrics: BridgeMetrics | undefined;
  /** Of the selected conversation. */
  readonly retries: Readonly<Partial<Record<Direction, Retry>>>;
  readonly faults: readonly SwitchState[];
  readonly stories: readonly StoryLine[];
  readonly story: StoryState | undefined;
}

interface Looked {
  readonly metrics: BridgeMetrics | undefined;
  readonly selected: string | undefined;
  readonly sequence: Sequence;
}

const mostConversations = 100;

export function consoleState(
  rehearsal: Rehearsal,
  faults: FaultSwitches,
  { metrics, selected, sequence }: Looked,
): ConsoleState {
  const { bridge, pages } = rehearsal;
  const conversations = conversationsOf(rehearsal, sequence);
  const chosen = conversations.find(({ id }) => id === selected) ?? conversations.at(-1);
  return {
    pages,
    bridge: { status: bridge.status, aheadMs: bridge.skippedMs },
    conversations,
    selected: chosen?.id,
    metrics,
    retries: chosen?.session?.retries ?? {},
    faults: faults.states(),
    stories: rehearsal.stories?.stories ?? [],
    story: rehearsal.stories?.state,
  };
}

/** Each with what is known of its newest handoff: from the wire, or, after a restart, from what the parties kept. */
function conversationsOf(
  { teams, copilotStudio, liveChat, bridgeLog }: Rehearsal,
  { steps }: Sequence,
): readonly ConversationLine[] {
  const sessionsByChat = new Map(liveChat.chats.map(({ id, handoffSessionId }) => [id, handoffSessionId]));
  const known = new Map<string, { sessionId?: string | undefined; liveChatId?: string | undefined }>();
  for (const { conversationId, variables } of copilotStudio.conversations) {
    const liveChatId = liveChatOf(variables);
    known.set(conversationId, { liveChatId, sessionId: sessionsByChat.get(liveChatId ?? '') });
  }
  for (const { conversationId, liveChatId, sessionId } of steps) {
    if (conversationId === undefined || (liveChatId === undefined && sessionId === undefined)) continue;
    const session = sessionId ?? sessionsByChat.get(liveChatId ?? '') ?? known.get(conversationId)?.sessionId;
    known.set(conversationId, { liveChatId: liveChatId ?? undefined, sessionId: session });
  }
  const names = new Map([
    ...copilotStudio.conversations.map(
      ({ conversationId, customer }) => [conversationId, customer.name] as const,
    ),
    ...teams.chats.map(({ conversationId, customer }) => [conversationId, customer.name] as const),
  ]);
  return [...names].slice(-mostConversations).map(([id, customer]) => {
    const { sessionId, liveChatId } = known.get(id) ?? {};
    const session = sessionId === undefined ? undefined : bridgeLog.session(sessionId);
    return { id, customer, ...(session && { session }), ...(liveChatId !== undefined && { liveChatId }) };
  });
}

/** The live chat that the copilot's topics remember of a conversation. */
export function liveChatOf({
  LiveChatConversationId: id,
}: Readonly<Record<string, unknown>>): string | undefined {
  return typeof id === 'string' && id !== '' ? id : undefined;
}
