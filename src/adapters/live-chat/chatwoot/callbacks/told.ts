import type { AgentStatus } from '../../../../application/ports/inbound.ts';
import { personName } from '../../../../domain/plain-text.ts';
import type { Callback, ConversationEvent, MessageEvent } from './callback.ts';

/** What a callback tells of a session. `messageId` is the same for a repeat, and for nothing else of its session. */
export type Told =
  | {
      readonly kind: 'message';
      readonly messageId: string;
      readonly text: string;
      readonly agentName?: string;
      readonly isAutomatic: boolean;
    }
  | { readonly kind: 'status'; readonly messageId: string; readonly status: AgentStatus }
  | { readonly kind: 'nothing' };

const nothing = { kind: 'nothing' } as const;

type ToldByMessage = Extract<Told, { readonly kind: 'message' | 'nothing' }>;

/** `sent` names the request, for what has no id of its own. */
export function toldBy(callback: Callback, sent: string): Told {
  switch (callback.event) {
    case 'message_created':
    case 'message_updated':
      return toldByMessage(callback);
    case 'conversation_created':
    case 'conversation_status_changed':
    case 'conversation_updated':
      return toldByConversation(callback, sent);
    case 'conversation_typing_on': {
      const isAgents = callback.user?.type === 'user' && !callback.is_private;
      return isAgents ? { kind: 'status', messageId: `typing-${sent}`, status: { type: 'typing' } } : nothing;
    }
    case 'conversation_typing_off':
      return nothing;
  }
}

/**
 * An agent's or the vendor's words. An update is the agent's second try with words that were not taken at first: it has the id of
 * the first, so that one which was taken has no further effect.
 */
export function toldByMessage(event: MessageEvent): ToldByMessage {
  const isForCustomer = event.message_type === 'outgoing' || event.message_type === 'template';
  if (!isForCustomer || event.content_attributes?.deleted) return nothing;
  const text = textOf(event);
  if (text === '') return nothing;
  const { sender } = event;
  const isAutomatic = event.message_type === 'template' || !isAgent(event);
  const agentName = personName(sender?.name ?? undefined, '');
  return {
    kind: 'message',
    messageId: `message-${event.id}`,
    text,
    isAutomatic,
    ...(!isAutomatic && agentName !== '' && { agentName }),
  };
}

/** A rule's words have no sender, or name the rule; a bot says that it is one. */
function isAgent({ sender, content_attributes: its }: MessageEvent): boolean {
  if (!sender || (its?.automation_rule_id ?? null) !== null) return false;
  return sender.type === undefined || sender.type === null || sender.type.toLowerCase() === 'user';
}

/** The words, what there is to choose from, and the address of each file. */
function textOf({ content, content_attributes: its, attachments }: MessageEvent): string {
  const choices = (its?.items ?? []).flatMap(({ title }) => (title ? [`- ${title}`] : []));
  const files = (attachments ?? []).flatMap(({ data_url: url }) => (url && isLink(url) ? [url] : []));
  return [content.trim() === '' ? '' : content, ...choices, ...files]
    .filter((each) => each !== '')
    .join('\n');
}

const isLink = (text: string): boolean => /^https?:$/.test(URL.parse(text)?.protocol ?? '');

/**
 * `resolved` is the end, `pending` the hands of a bot, which is no agent any more. The assignee is told by its change alone, since
 * every event names the one of its moment.
 */
function toldByConversation(event: ConversationEvent, sent: string): Told {
  const status = event.event === 'conversation_status_changed' ? statusTold(event) : assigneeTold(event);
  if (!status) return nothing;
  return { kind: 'status', messageId: `${status.type}-${event.updated_at ?? sent}`, status };
}

function statusTold({ status }: ConversationEvent): AgentStatus | undefined {
  if (status === 'resolved') return { type: 'ended' };
  return status === 'pending' ? { type: 'left' } : undefined;
}

function assigneeTold(event: ConversationEvent): AgentStatus | undefined {
  const { meta } = event;
  const assignee = meta?.assignee_type === 'AgentBot' ? undefined : (meta?.assignee ?? undefined);
  const name = personName(assignee?.name ?? undefined, '');
  const agentName = name === '' ? {} : { agentName: name };
  if (event.event === 'conversation_created') return assignee && { type: 'joined', ...agentName };
  const change = assigneeChange(event);
  if (!change) return undefined;
  if (!change.isAssigned) return change.wasAssigned ? { type: 'left' } : undefined;
  return { type: change.wasAssigned ? 'transferred' : 'joined', ...agentName };
}

function assigneeChange({ changed_attributes: changes }: ConversationEvent) {
  const change: unknown = changes?.find((each) => 'assignee_id' in each)?.assignee_id;
  if (typeof change !== 'object' || change === null) return undefined;
  const values = new Map<string, unknown>(Object.entries(change));
  return { wasAssigned: isId(values.get('previous_value')), isAssigned: isId(values.get('current_value')) };
}

const isId = (value: unknown): boolean => value !== null && value !== undefined;
