import type { AgentMessage, AgentStatusReport, EndCause } from '../../../../application/ports/inbound.ts';
import { liveChatId, messageId } from '../../../../domain/ids.ts';
import { personName } from '../../../../domain/plain-text.ts';
import { fieldOf } from '../../../http/requests/field-of.ts';
import { isNamed } from '../start/switchboard.ts';
import { agentWorkspace, asMeant, ownIdIn } from '../wire.ts';
import {
  anyEvent,
  type EventConversation,
  type EventMessage,
  messageEvent,
  type SwitchboardEvent,
  switchboardEvent,
} from './event-wire.ts';
import { wordsOf } from './words.ts';

/** What an event of a Conversations webhook means for the bridge. */
export type Meaning =
  | { readonly means: 'words'; readonly message: AgentMessage }
  | { readonly means: 'status'; readonly report: AgentStatusReport }
  /** Of another conversation, of the customer, of ours, or of a type that tells the bridge nothing. */
  | { readonly means: 'nothing' }
  /** Not as Zendesk has it; `field` is wrong first. */
  | { readonly means: 'invalid'; readonly field: string };

const nothing = { means: 'nothing' } as const;

/** `integration`: the switchboard integration of the agents, where the operator has named it. */
export function meaningOf(sent: unknown, integration: string = agentWorkspace): Meaning {
  const event = asMeant(sent);
  const head = anyEvent.safeParse(event);
  if (!head.success) return { means: 'invalid', field: fieldOf(head.error) };
  switch (head.data.type) {
    case 'conversation:message': {
      const read = messageEvent.safeParse(event);
      if (!read.success) return { means: 'invalid', field: fieldOf(read.error) };
      const { conversation, message } = read.data.payload;
      return isOthers(conversation) ? nothing : ofMessage(conversation, message);
    }
    case 'switchboard:passControl':
    case 'switchboard:passControl:failure':
    case 'switchboard:releaseControl': {
      const read = switchboardEvent.safeParse(event);
      if (!read.success) return { means: 'invalid', field: fieldOf(read.error) };
      if (isOthers(read.data.payload.conversation)) return nothing;
      return ofSwitchboard(head.data.type, read.data, integration);
    }
  }
  // Zendesk has more than twenty types, and may add some.
  return nothing;
}

/**
 * The webhook hears all conversations of the app. Ours have our mark; where metadata are not sent along, the id of the
 * conversation decides.
 */
const isOthers = ({ metadata }: EventConversation): boolean =>
  metadata !== undefined && ownIdIn(metadata) === undefined;

function ofMessage({ id: conversationId }: EventConversation, message: EventMessage): Meaning {
  const { author, activity, content, metadata, deleted } = message;
  // Each message is told, what the bridge itself said on behalf of the business as well.
  if (author.type === 'user' || deleted || ownIdIn(metadata) !== undefined) return nothing;
  const of = { liveChatId: liveChatId(conversationId) };
  const ids = { of, messageId: messageId(message.id) };
  if (endingActivities.has(activity?.type ?? ''))
    return { means: 'status', report: { ...ids, status: { type: 'ended', cause: 'agent' } } };
  const text = content === undefined ? '' : wordsOf(content);
  if (text === '') return nothing;
  if (isAutomatic(message)) return { means: 'words', message: { ...ids, text, isAutomatic: true } };
  const agentName = personName(author.displayName, '');
  return { means: 'words', message: { ...ids, text, ...(agentName !== '' && { agentName }) } };
}

const endingActivities: ReadonlySet<string> = new Set([
  'ticket:closed',
  'ticket:transfer:email',
  'conversation:endedByUser',
]);

const automaticSubtypes: ReadonlySet<string> = new Set(['bot', 'AI', 'activity']);

/**
 * The surest sign is who Zendesk says that its agent is: a person's id, or a trigger. Without it, a message is a person's unless
 * its author or its source is another one than the desk.
 */
function isAutomatic({ author, source, metadata, activity }: EventMessage): boolean {
  const agent = metadata?.['__zendesk_msg.agent.id'];
  if (typeof agent === 'string' && agent !== '') return agent === '__trigger';
  if (typeof agent === 'number') return false;
  if (activity?.type !== undefined) return true;
  const subtypes = author.subtypes ?? [];
  if (subtypes.includes('agent')) return false;
  if (subtypes.some((subtype) => automaticSubtypes.has(subtype))) return true;
  const from = source?.type;
  return from !== undefined && from !== agentWorkspace && /^(api|zd:)/.test(from);
}

function ofSwitchboard(type: string, { id, payload }: SwitchboardEvent, integration: string): Meaning {
  const { conversation, metadata } = payload;
  const ended = (cause: EndCause): Meaning => {
    const of = { liveChatId: liveChatId(conversation.id) };
    return { means: 'status', report: { of, messageId: messageId(id), status: { type: 'ended', cause } } };
  };
  const isOurs = ownIdIn(metadata) !== undefined;
  switch (type) {
    // Another's failure changes nothing: the agents keep control.
    case 'switchboard:passControl:failure':
      return isOurs ? ended('failed') : nothing;
    case 'switchboard:releaseControl':
      return isOurs ? nothing : ended('agent');
    case 'switchboard:passControl': {
      const active = conversation.activeSwitchboardIntegration;
      const isWithAgents = isNamed(active, integration) || isNamed(active, agentWorkspace);
      return isOurs || isWithAgents ? nothing : ended('agent');
    }
  }
  return nothing;
}
