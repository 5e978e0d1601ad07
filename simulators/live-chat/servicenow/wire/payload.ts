import type { Addressed, AgentAction, Payload } from '../../callbacks/agent-action.ts';
import { type Chosen, chosen } from '../choices.ts';
import { detailsOf } from '../handling/conversations.ts';
import { envelope, type Told } from './envelope.ts';
import { action, agentText, botText, endTyping, type Item, startTyping, sysId, system } from './items.ts';

/**
 * The callback about what happened at the desk. A leave and a transfer are lines of the chat, as every entrance is. The place in the queue
 * is nowhere told.
 */
export function deskPayload({ chat, messageId, act, choices: from }: Addressed): Payload | undefined {
  if (chat === undefined) return undefined;
  const choices = chosen(from);
  const told = toldOf(act, { choices, messageId, agent: chat.agentName ?? 'Dana' });
  return told && envelope({ details: detailsOf(chat) }, { isAgentChat: true, ...told }, choices);
}

interface Telling {
  readonly choices: Chosen;
  readonly messageId: string;
  /** Who was there before the act. */
  readonly agent: string;
}

function toldOf(act: AgentAction, telling: Telling): Told | undefined {
  const { choices, messageId, agent } = telling;
  const line = (text: string) => system(text, sysId(messageId, text));
  switch (act.type) {
    case 'message':
      if (act.isAutomatic) return { body: [botText(act.message)] };
      return { body: [endTyping(choices), ...words(act.message, { ...telling, agent: act.sender })] };
    case 'typing':
      return { body: [startTyping(choices)] };
    case 'agent-joined':
      return {
        body: [
          action('EndSpinner', { messageId: sysId(messageId, 'spinner') }),
          action('SwitchToLiveAgent', { messageId }),
          line(entered(act.sender)),
        ],
      };
    case 'agent-left':
      return { body: [line(`${act.sender} has left the chat.`)] };
    case 'agent-transferred':
      return {
        body: [
          line(`${agent} has left the chat.`),
          action('SwitchToLiveAgent', { messageId }),
          line(entered(act.sender)),
        ],
      };
    case 'queue-position':
      return undefined;
    case 'session-ended':
      return endOf(act, telling);
  }
}

const entered = (agent: string): string => `${agent} has entered the chat.`;

/** The first item has the id of the message. */
function words(text: string, { choices, messageId, agent }: Telling): readonly Item[] {
  const parts = choices.paragraphs ? text.split(/\n\n+/) : [text];
  return parts.map((part, index) =>
    agentText(
      { text: part, agent, messageId: index === 0 ? messageId : sysId(messageId, String(index)) },
      choices,
    ),
  );
}

type End = Extract<AgentAction, { readonly type: 'session-ended' }>;

function endOf({ reason = 'agent', message }: End, telling: Telling): Told {
  const { choices, messageId } = telling;
  const last = message === undefined ? [] : words(message, telling);
  // The bot before it has to go on.
  if (reason === 'failed') return { body: last, isAgentChat: false, takesControl: true };
  const closed = [...last, ...whyClosed(reason, telling)];
  const givenBack = action('SwitchToVirtualAgent', { messageId: sysId(messageId, 'switch') });
  switch (choices.endBy) {
    case 'everything':
      return { body: [...closed, givenBack], isCompleted: true };
    case 'switch':
      return { body: [...closed, givenBack] };
    case 'completed':
      return { body: closed, isCompleted: true };
    case 'take-control':
      return { body: last, takesControl: true };
  }
}

/** Only a text tells why: a line of the chat, or words of the Virtual Agent. */
function whyClosed(reason: string, { messageId, agent }: Telling): readonly Item[] {
  const line = (text: string) => [system(text, sysId(messageId, 'closed'))];
  switch (reason) {
    case 'agent':
      return line(`${agent} has closed the support session.`);
    case 'idle':
      return line('The support session has timed out.');
    case 'no-agents':
      return [botText('There are no agents available now.')];
    default:
      return line(closedByNone);
  }
}

/** What a chat channel shows when neither side has closed it. */
const closedByNone = 'The support session was closed.';

export const closedForIdleness = (messageId: string): Told => ({
  body: [
    system(closedByNone, sysId(messageId, 'idle')),
    action('SwitchToVirtualAgent', { messageId: sysId(messageId, 'idle switch') }),
  ],
  isAgentChat: true,
  isCompleted: true,
});
