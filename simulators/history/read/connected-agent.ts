import { conversationOfCallback } from '../../copilot-studio/connected-agent/callbacks.ts';
import type { Activity } from '../../teams/activity.ts';
import type { OfType } from '../event.ts';
import { visibleText } from '../visible-text.ts';
import { conversationsOfChats } from './customers-chats.ts';
import { repliesInBody } from './replies.ts';
import type { Sources } from './sources.ts';

/*
 * A connected agent has words alone: it tells no copilot by fields that a session is open or over. What its sentences mean
 * is read as an orchestrator would read it.
 */

/** What the copilot was told of a handoff, by fields or in words. */
export interface CopilotReport {
  readonly at: number;
  readonly conversationId: string;
  readonly status: string;
  readonly liveChatId: string | undefined;
  readonly reason: string | undefined;
  /** The activity that this was said in answer to. */
  readonly answersTo: string | undefined;
}

type Said = Pick<CopilotReport, 'status' | 'reason'>;

/** The first that fits counts. */
const sentences: readonly (readonly [RegExp, Said])[] = [
  [/the agent has ended the chat/i, { status: 'ended', reason: 'agent' }],
  [/not on duty.*the chat has ended/i, { status: 'ended', reason: 'closed' }],
  [/busy.*the chat has ended/i, { status: 'ended', reason: 'no-agents' }],
  [/wrote for a while/i, { status: 'ended', reason: 'idle' }],
  [/open for too long/i, { status: 'ended', reason: 'too-long' }],
  [/lost the connection to the agent/i, { status: 'ended', reason: 'failed' }],
  [/back with the virtual assistant/i, { status: 'ended', reason: 'customer' }],
  [/not on duty at the moment/i, { status: 'closed', reason: 'closed' }],
  [/busy at the moment/i, { status: 'no-agents', reason: 'no-agents' }],
  [/cannot reach our agents/i, { status: 'unavailable', reason: 'unavailable' }],
];

interface Addressed {
  readonly recipient?: { readonly role?: string | null | undefined } | null | undefined;
}

/** Whether an activity of the copilot is for a connected agent, and not for a skill. */
export const isToConnectedAgent = ({ recipient }: Addressed): boolean =>
  recipient?.role?.toLowerCase() === 'connectoruser';

/** The turns that connected agents were given, in the order in which they ended. */
export const turnsGiven = ({ copilotStudio }: Pick<Sources, 'copilotStudio'>) =>
  copilotStudio.skillCalls.filter(({ activity }) => isToConnectedAgent(activity));

/** What connected agents said in their own name of a handoff, in the order of time. */
export function toldInWords(sources: Sources): readonly CopilotReport[] {
  const turns = turnsGiven(sources);
  const connected = new Set(turns.map(({ conversationId }) => conversationId));
  const answered = turns.flatMap(({ body, conversationId, endedAt, activity: { id } }) =>
    repliesInBody(body).map((activity) => ({
      activity,
      conversationId,
      at: endedAt,
      replyTo: id ?? undefined,
    })),
  );
  const posted = sources.copilotStudio.received.filter(
    ({ conversationId, status }) => connected.has(conversationId) && status < 300,
  );
  const chatAt = chatsAt(sources);
  return [...answered, ...posted].flatMap(({ activity, conversationId, at, replyTo }) => {
    const said = meaningOf(activity);
    if (!said) return [];
    const time = Date.parse(at);
    // Who is refused has no chat.
    const liveChatId = said.status === 'ended' ? chatAt(conversationId, time) : undefined;
    return [{ ...said, conversationId, liveChatId, at: time, answersTo: replyTo }];
  });
}

function meaningOf({ type, text }: Pick<Activity, 'type' | 'text'>): Said | undefined {
  if (type !== 'message' || !text) return undefined;
  const seen = visibleText(text);
  return seen.isNamed ? undefined : sentences.find(([pattern]) => pattern.test(seen.text))?.[1];
}

/** The chat of a conversation at a time: the last one that had been opened. */
function chatsAt(sources: Sources): (conversationId: string, at: number) => string | undefined {
  const of = conversationsOfChats(sources);
  const { chats } = sources.liveChat;
  return (conversationId, at) =>
    chats.findLast(({ id, openedAt }) => of.get(id) === conversationId && Date.parse(openedAt) <= at)?.id;
}

/** The chats of connected conversations, each with the turn that asked for it: the last one before it was opened. */
export function sessionsOfAgents(
  sources: Sources,
): readonly OfType<'session-requested' | 'session-opened'>[] {
  const of = conversationsOfChats(sources);
  const turns = turnsGiven(sources);
  const isKnown = chatsKnown(sources, turns);
  return sources.liveChat.chats.flatMap((chat) => {
    const { id: liveChatId, openedAt } = chat;
    const conversationId = of.get(liveChatId);
    const at = Date.parse(openedAt);
    const turn = turns
      .filter((each) => each.conversationId === conversationId && sentAt(each.activity) <= at)
      .toSorted((a, b) => sentAt(a.activity) - sentAt(b.activity))
      .at(-1);
    if (conversationId === undefined || !turn) return [];
    const { id, text } = turn.activity;
    const common = { party: 'copilot', conversationId } as const;
    return [
      {
        ...{ type: 'session-requested' as const, at: sentAt(turn.activity), ...common },
        ...(id && { messageId: id }),
        ...(text && { problem: text }),
      },
      ...(isKnown(chat) ? [{ type: 'session-opened' as const, at, ...common, liveChatId }] : []),
    ];
  });
}

const opened = /\b(asked for|connected with) an agent\b/i;

/**
 * Whether the copilot knows of a chat: it was told of an agent, or the chat was used. The bridge can use none under an id that another
 * session still has, and that session's words may get into it; there, a turn has to be answered with nothing, as words for an agent are.
 */
function chatsKnown(
  sources: Sources,
  turns: ReturnType<typeof turnsGiven>,
): (chat: Sources['liveChat']['chats'][number]) => boolean {
  const chatAt = chatsAt(sources);
  const told = new Set<string | undefined>();
  const wroteIn = new Set<string | undefined>();
  for (const { status, replies, conversationId, endedAt } of turns) {
    if (status !== 200) continue;
    // What an agent says meanwhile is no answer to the turn.
    const answers = replies.map(({ text }) => text ?? '').filter((text) => !visibleText(text).isNamed);
    const chat = chatAt(conversationId, Date.parse(endedAt));
    if (answers.length === 0) wroteIn.add(chat);
    if (answers.some((text) => opened.test(text))) told.add(chat);
  }
  return ({ id, idAgain, messages }) =>
    told.has(id) ||
    (messages.some(({ from, earlier }) => from === 'customer' && earlier !== true) &&
      (idAgain === undefined || wroteIn.has(id)));
}

export const sentAt = ({ timestamp }: Activity): number =>
  typeof timestamp === 'string' ? Date.parse(timestamp) : 0;

const goodbye = /^\W*(good\s?bye|bye)\b/i;

/** Whether these words of a customer may end the handoff. */
export const saysGoodbye = (text: string): boolean => goodbye.test(text);

/** The conversation in Teams, by the id that the bridge was told. */
export const conversationNamed = ({ copilotStudio }: Pick<Sources, 'copilotStudio'>, id: string): string =>
  copilotStudio.conversationAtAgent?.(id) ?? id;

/** Where a request of the bridge is shown: by the Bot Connector, or by Copilot Studio, at a callback. */
export function placeSpokenIn(
  path: string,
  sources: Pick<Sources, 'copilotStudio'>,
): { readonly conversationId: string; readonly isCallback: boolean } | undefined {
  const atAgent = conversationOfCallback(path);
  if (atAgent !== undefined) return { conversationId: conversationNamed(sources, atAgent), isCallback: true };
  const inTeams = /\/v3\/conversations\/([^/]+)\/activities/.exec(path)?.[1];
  return inTeams === undefined
    ? undefined
    : { conversationId: decodeURIComponent(inTeams), isCallback: false };
}
