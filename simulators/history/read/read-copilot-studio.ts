import { z } from 'zod';
import type { Event, OfType } from '../event.ts';
import {
  type CopilotReport,
  saysGoodbye,
  sentAt,
  sessionsOfAgents,
  toldInWords,
  turnsGiven,
} from './connected-agent.ts';
import { repliedTo, repliesInBody } from './replies.ts';
import type { Sources } from './sources.ts';

const outputs = z.object({
  HandoffStatus: z.string().nullish(),
  LiveChatConversationId: z.string().nullish(),
  Reason: z.string().nullish(),
});

const isOpening = ({ status }: CopilotReport): boolean =>
  ['queued', 'active', 'already-open'].includes(status);

/** Activities that were answered with a session that was open before. */
export const foundOpen = (sources: Sources): ReadonlySet<string> =>
  new Set(
    toldIn(sources).flatMap(({ status, answersTo }) =>
      status === 'already-open' && answersTo !== undefined ? [answersTo] : [],
    ),
  );

/** What a request is answered when its session is over. That none is to be had may also be said before its farewell. */
const refusals: readonly string[] = ['closed', 'no-agents'];

/** The sessions that the copilot was told of, each once; a connected agent's copilot knows them from the answer in words. */
export function openingsTold(sources: Sources): readonly OfType<'session-opened'>[] {
  const inWords = sessionsOfAgents(sources).filter((event) => event.type === 'session-opened');
  const first = new Map<string, CopilotReport>();
  for (const told of toldIn(sources)) {
    if (isOpening(told) && told.liveChatId !== undefined && !first.has(told.liveChatId))
      first.set(told.liveChatId, told);
  }
  const byFields = [...first].map(
    ([liveChatId, { at, conversationId }]) =>
      ({ type: 'session-opened', party: 'copilot', at, conversationId, liveChatId }) as const,
  );
  return [...byFields, ...inWords.filter(({ liveChatId }) => !first.has(liveChatId))];
}

type EndTold = 'session-ended' | 'session-refused' | 'end-sent';

/**
 * Every time the copilot was told that it has the conversation, be it that it cannot have an agent. A session that still
 * says farewell takes nothing more: then there is none for the copilot, but its end is not there yet.
 */
export function endsTold(sources: Sources): readonly OfType<EndTold>[] {
  return toldIn(sources).flatMap((told): readonly OfType<EndTold>[] => {
    const { status, reason, at, conversationId, liveChatId, answersTo } = told;
    const isOver = status === 'ended' || reason === 'no-session' || refusals.includes(status);
    if (!isOver && status !== 'none' && status !== 'unavailable') return [];
    const end = {
      party: 'copilot',
      at,
      conversationId,
      ...(liveChatId !== undefined && { liveChatId }),
    } as const;
    if (status === 'unavailable')
      return [
        { type: 'session-refused', party: 'copilot', at, conversationId },
        { type: 'end-sent', ...end },
      ];
    if (!isOver) return [{ type: 'end-sent', ...end }];
    const why = { ...(answersTo !== undefined && { answersTo }), ...(reason !== undefined && { reason }) };
    return [{ type: 'session-ended', ...end, ...why }];
  });
}

function toldIn(sources: Sources): readonly CopilotReport[] {
  return [...toldByFields(sources), ...toldInWords(sources)].sort((a, b) => a.at - b.at);
}

/** What a connected agent's EndOfConversation says, its words have said before. */
function toldByFields(sources: Sources): readonly CopilotReport[] {
  const { copilotStudio } = sources;
  const connected = new Set(turnsGiven(sources).map(({ conversationId }) => conversationId));
  const posted = copilotStudio.received
    .filter(({ status }) => status < 300)
    .map(({ activity, conversationId, at, replyTo }) => ({
      activity,
      conversationId,
      at: Date.parse(at),
      answersTo: replyTo,
    }));
  const answered = copilotStudio.skillCalls.flatMap((call) =>
    repliesInBody(call.body).map((activity) => ({
      activity,
      conversationId: call.conversationId,
      at: Date.parse(call.endedAt),
      answersTo: call.activity.id ?? undefined,
    })),
  );
  return [...posted, ...answered].flatMap(
    ({ activity, conversationId, at, answersTo }): readonly CopilotReport[] => {
      if (activity.type !== 'endOfConversation' || connected.has(conversationId)) return [];
      const values = outputs.safeParse(activity.value ?? {}).data;
      const liveChatId = values?.LiveChatConversationId || undefined;
      const status = values?.HandoffStatus ?? '';
      return [{ at, conversationId, status, liveChatId, reason: values?.Reason ?? undefined, answersTo }];
    },
  );
}

/** Customers' words as Copilot Studio delivered them; of a second delivery only the answer is known. */
export function skillCallsSent(sources: Sources): readonly Event[] {
  const replied = repliedTo(sources);
  const connected = new Set(turnsGiven(sources));
  return sources.copilotStudio.skillCalls.flatMap((call): readonly Event[] => {
    const { activity, conversationId } = call;
    const at = sentAt(activity);
    if (activity.type !== 'message' || !activity.text) return [];
    const end = { type: 'end-sent', party: 'copilot', at, conversationId } as const;
    if (activity.text.trim().toLowerCase() === 'end handoff') return [end];
    const messageId = activity.id ?? '';
    const status = typeof call.status === 'number' ? call.status : 0;
    const isTaken = status >= 200 && status < 300 && !replied.has(messageId);
    const said = { party: 'copilot', direction: 'to-live-chat', conversationId, messageId } as const;
    const spoken = { ...said, text: activity.text };
    if (connected.has(call) && saysGoodbye(activity.text)) return [end, { type: 'sent', ...spoken, at }];
    return [
      { type: 'sent', ...spoken, at },
      { type: isTaken ? 'acked' : 'refused', ...spoken, at: Date.parse(call.endedAt), status },
    ];
  });
}
