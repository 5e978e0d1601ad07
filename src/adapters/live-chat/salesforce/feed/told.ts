import type { AgentStatus } from '../../../../application/ports/inbound.ts';
import type { FeedEvent } from '../../../../application/ports/live-chat-feed.ts';
import { personName } from '../../../../domain/plain-text.ts';
import {
  type ConversationEntry,
  messagePayload,
  participantsPayload,
  queuePayload,
  routingPayload,
  statusPayload,
} from '../wire.ts';
import { shownText } from './shown-text.ts';

/** What an entry tells, without where it stands. */
export type Told =
  | Omit<Extract<FeedEvent, { readonly kind: 'message' }>, 'messageId' | 'bookmark'>
  | { readonly kind: 'status'; readonly status: AgentStatus };

/** Tells entries of one conversation in their order; empty for what is not for the customer, and for what is new here. */
export type Tell = (type: string, entry: ConversationEntry) => readonly Told[];

/** `CONVERSATION_QUEUE_POSITION` on the stream and `QueuePosition` in a list are one type. */
const typeOf = (name: string): string =>
  name
    .replace(/^CONVERSATION_/, '')
    .replaceAll('_', '')
    .toLowerCase();

/** Whether the session is over with this entry. */
export const isEnd = (type: string, entry: ConversationEntry): boolean =>
  typeOf(type) === 'sessionstatuschanged' && ended(entry).length > 0;

export function entryTeller(): Tell {
  /** In seconds, as the last routing told it. */
  let estimatedWait: number | undefined;
  return (type, entry) => {
    if (entry.visibilityStrategy?.toLowerCase() === 'internal') return [];
    switch (typeOf(type)) {
      case 'message':
        return words(entry);
      case 'typingstartedindicator':
        return isPerson(entry.sender?.role) ? [{ kind: 'status', status: { type: 'typing' } }] : [];
      case 'participantchanged':
        return participants(entry);
      case 'routingresult': {
        const told = routed(entry);
        estimatedWait = told.estimatedWait ?? estimatedWait;
        return told.hasFailed ? [noAgents] : [];
      }
      case 'queueposition':
        return place(entry, estimatedWait);
      case 'sessionstatuschanged':
        return ended(entry);
      default:
        return [];
    }
  };
}

/** Agents, and those who listen to them and step in. */
const isPerson = (role: string | undefined): boolean => role === 'Agent' || role === 'Supervisor';

/** Salesforce keeps the session open all the same. The bridge ends it, as it does after each end that it is told. */
const noAgents: Told = { kind: 'status', status: { type: 'ended', cause: 'no-agents' } };

/** Our own words come back. What else is no person is a bot, a flow or the router. */
function words({ sender, senderDisplayName, entryPayload }: ConversationEntry): readonly Told[] {
  if (sender?.role === 'EndUser') return [];
  const message = messagePayload.safeParse(entryPayload).data?.abstractMessage;
  const text = message === undefined ? '' : shownText(message);
  if (text.trim() === '') return [];
  if (!isPerson(sender?.role)) return [{ kind: 'message', text, isAutomatic: true }];
  const agentName = personName(senderDisplayName, '');
  return [{ kind: 'message', text, ...(agentName !== '' && { agentName }) }];
}

/** One agent for another in one change is a transfer; that of a bot is none. */
function participants({ entryPayload }: ConversationEntry): readonly Told[] {
  const { entries = [] } = participantsPayload.safeParse(entryPayload).data ?? {};
  const agents = entries.filter(({ participant }) => participant.role === 'Agent');
  const that = (operation: string) => agents.filter((each) => each.operation?.toLowerCase() === operation);
  const [added, removed] = [that('add'), that('remove')];
  const isTransfer = added.length > 0 && removed.length > 0;
  const type = isTransfer ? 'transferred' : 'joined';
  return [
    ...added.map(({ displayName }) => came(type, displayName)),
    ...(isTransfer ? [] : removed.map(({ displayName }) => came('left', displayName))),
  ];
}

function came(type: 'joined' | 'left' | 'transferred', displayName: string | undefined): Told {
  const agentName = personName(displayName, '');
  return { kind: 'status', status: { type, ...(agentName !== '' && { agentName }) } };
}

const failures: ReadonlySet<string> = new Set(['unknown', 'submissionerror', 'routingerror']);

/** A transfer that fails leaves the agent where they are, and a routing that was cancelled is no failure of it. */
function routed({ entryPayload }: ConversationEntry) {
  const { routingType, failureType, estimatedWaitTime } = routingPayload.safeParse(entryPayload).data ?? {};
  const isFirst = routingType?.toLowerCase() === 'initial';
  const isAsked = estimatedWaitTime?.isEWTRequested !== false;
  return {
    hasFailed: isFirst && failures.has(failureType?.toLowerCase() ?? ''),
    estimatedWait: isAsked ? estimatedWaitTime?.estimatedWaitTimeInSeconds : undefined,
  };
}

function place({ entryPayload }: ConversationEntry, wait: number | undefined): readonly Told[] {
  const told = queuePayload.safeParse(entryPayload).data;
  if (told === undefined) return [];
  const { position } = told;
  const seconds = wait === undefined ? {} : { estimatedWaitSeconds: wait };
  return [{ kind: 'status', status: { type: 'queue-position', position, ...seconds } }];
}

/** `Inactive` is no end. Who has ended it is not told reliably. */
function ended({ entryPayload }: ConversationEntry): readonly Told[] {
  const { sessionStatus } = statusPayload.safeParse(entryPayload).data ?? {};
  if (sessionStatus === 'Ended') return [{ kind: 'status', status: { type: 'ended' } }];
  if (sessionStatus !== 'Error') return [];
  return [{ kind: 'status', status: { type: 'ended', cause: 'failed' } }];
}
