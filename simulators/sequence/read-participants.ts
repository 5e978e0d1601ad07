import { z } from 'zod';
import type { Sources } from '../history/read/sources.ts';
import { visibleText } from '../history/visible-text.ts';
import { brief } from './brief.ts';
import type { Step } from './step.ts';

/** What the customers typed and read in Teams. */
export function stepsOfCustomers({ teams }: Pick<Sources, 'teams'>): readonly Step[] {
  return teams.chats.flatMap(({ conversationId, messages }) =>
    messages.map(({ id, from, text, at, delivery }): Step => {
      const isTyped = from === 'customer';
      return {
        id: `said-${conversationId}-${id}`,
        at: Date.parse(at),
        from: isTyped ? 'customer' : 'teams',
        to: isTyped ? 'teams' : 'customer',
        kind: 'message',
        label: brief(isTyped ? text : shown(text)),
        outcome: delivery === 'failed' ? 'refused' : 'seen',
        conversationId,
      };
    }),
  );
}

/** What agents wrote and read at the desk. The transcript from before the handoff is left out. */
export function stepsOfAgents({ liveChat }: Pick<Sources, 'liveChat'>): readonly Step[] {
  return liveChat.chats.flatMap(({ id: liveChatId, messages }) =>
    messages
      .filter(({ earlier, from }) => earlier !== true && from !== 'copilot')
      .map(({ id, from, sender, text, at }): Step => {
        const isWritten = from === 'agent';
        return {
          id: `desk-${liveChatId}-${id}`,
          at: Date.parse(at),
          from: isWritten ? 'agent' : 'live-chat',
          to: isWritten ? 'live-chat' : 'agent',
          kind: from === 'notice' ? 'notice' : 'message',
          label: brief(isWritten ? `${sender}: ${text}` : text),
          outcome: 'seen',
          liveChatId,
        };
      }),
  );
}

const outputs = z.object({
  HandoffStatus: z.string().nullish(),
  LiveChatConversationId: z.string().nullish(),
  Reason: z.string().nullish(),
});

/** The replies that the bridge posted to Copilot Studio. What went to a callback may have been seen on its way there. */
export function stepsToCopilot({
  copilotStudio,
  proxies,
}: Pick<Sources, 'copilotStudio' | 'proxies'>): readonly Step[] {
  const unseen = copilotStudio.received.filter(({ isAtCallback }) => !isAtCallback || !proxies);
  return unseen.map(({ conversationId, replyTo, activity, status, at }, index): Step => {
    const values = outputs.safeParse(activity.value ?? {}).data;
    const liveChatId = values?.LiveChatConversationId || undefined;
    const isEndOfTurn = activity.type === 'endOfConversation';
    const state = [values?.HandoffStatus, values?.Reason].filter(Boolean).join(', ');
    return {
      id: `reply-${index}`,
      at: Date.parse(at),
      from: 'bridge',
      to: 'copilot-studio',
      kind: isEndOfTurn ? endKind(values?.HandoffStatus) : 'notice',
      label: brief(isEndOfTurn ? `EndOfConversation: ${state}` : (activity.text ?? activity.type)),
      outcome: status < 300 ? 'delivered' : 'refused',
      status,
      conversationId,
      ...(liveChatId !== undefined && { liveChatId }),
      wire: {
        method: 'POST',
        path: `/v3/conversations/${conversationId}/activities${replyTo === undefined ? '' : `/${replyTo}`}`,
        request: JSON.stringify(activity),
      },
    };
  });
}

const endKind = (status: string | null | undefined): Step['kind'] => (status === 'ended' ? 'end' : 'status');

const shown = (markdown: string): string => {
  const { isNamed, text } = visibleText(markdown);
  const name = isNamed ? markdown.slice(2, markdown.indexOf('**: ')).replace(/\\(.)/g, '$1') : undefined;
  return name === undefined ? text : `${name}: ${text}`;
};
