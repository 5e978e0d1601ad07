import { z } from 'zod';
import { type ChatRecord, idOnWire } from '../../chats/chat-record.ts';
import type { ChatRegistry } from '../../chats/chat-registry.ts';
import { sysId } from '../wire/items.ts';
import type { Request, Spoken } from '../wire/wire.ts';

const details = z.object({
  /** Of the last request. */
  requestId: z.string(),
  clientSessionId: z.string(),
  nowSessionId: z.string().exactOptional(),
  userId: z.string(),
  emailId: z.string().exactOptional(),
  /** As it last came. */
  message: z.unknown().optional(),
  clientVariables: z.record(z.string(), z.unknown()).exactOptional(),
  /** Once there is an interaction, which an agent can be offered. */
  interactionId: z.string().exactOptional(),
  conversationId: z.string().exactOptional(),
  /** Whether the Virtual Agent is talking to this person. */
  virtualAgent: z.enum(['asleep', 'awake']),
  hasPickedTopics: z.boolean().exactOptional(),
});

export type Details = Readonly<z.infer<typeof details>>;

export const detailsOf = (record: ChatRecord): Details => details.parse(record.details);

/** What an instance knows of one client session. */
export interface Conversation {
  /** A chat of the registry once agents were asked for. */
  readonly record: ChatRecord;
  readonly details: Details;
  /** Whether an agent is there or is waited for. */
  readonly isLive: boolean;
}

export interface Conversations {
  /** The newest one of the request's session, with what the request brought along. */
  of(request: Spoken): Conversation;
  change(conversation: Conversation, details: Partial<Details>): Conversation;
  /** Offers it to agents, as a chat of its own where agents had it before. */
  offer(conversation: Conversation, opening: Opening): Conversation;
}

type Opening = Pick<ChatRecord, 'status' | 'agentName' | 'context' | 'entries'>;

export function conversations(registry: ChatRegistry): Conversations {
  const unseen = new Map<string, ChatRecord>();
  const conversationOf = (record: ChatRecord): Conversation => {
    const isLive = registry.find(record.id) !== undefined && record.status !== 'ended';
    return { record, details: detailsOf(record), isLive };
  };
  const changed = (id: string, record: ChatRecord, after: Partial<Details>): Conversation => {
    const evolve = (now: ChatRecord): ChatRecord => ({ ...now, details: { ...now.details, ...after } });
    if (registry.find(id) === undefined) unseen.set(id, evolve(record));
    else registry.change(id, evolve);
    return conversationOf(registry.find(id) ?? evolve(record));
  };
  return {
    of(request) {
      const key = keyOf(request);
      const record = registry.byId(key) ?? unseen.get(key) ?? begun(key, request);
      return changed(record.id, record, broughtBy(request));
    },
    change: ({ record }, after) => changed(record.id, record, after),
    offer({ record, details: known }, opening) {
      const key = idOnWire(record);
      const earlier = registry.chats().filter((chat) => idOnWire(chat) === key).length;
      const now = new Date().toISOString();
      const offered: ChatRecord = {
        ...(earlier === 0 ? { id: key } : { id: `${key}#${earlier + 1}`, idAgain: key }),
        customerName: record.customerName,
        handoffSessionId: key,
        ...opening,
        openedAt: now,
        changedAt: now,
        details: {
          ...known,
          interactionId: known.interactionId ?? sysId('interaction', key, now),
          conversationId: known.conversationId ?? sysId('conversation', key, now),
        },
      };
      unseen.delete(key);
      registry.open(offered);
      return conversationOf(offered);
    },
  };
}

/** Without a session of the client's the user is all that tells conversations apart. */
export const keyOf = ({ clientSessionId, userId }: Pick<Request, 'clientSessionId' | 'userId'>): string =>
  clientSessionId || `user ${userId}`;

/** A guest is shown by the context variable with their name, where there is one, as workspaces can be set to. */
function begun(id: string, { userId, contextVariables }: Spoken): ChatRecord {
  const now = new Date().toISOString();
  const name = contextVariables?.customer_name;
  return {
    id,
    customerName: typeof name === 'string' ? name : userId,
    status: 'queued',
    openedAt: now,
    changedAt: now,
    details: { virtualAgent: 'asleep' },
    entries: [],
  };
}

function broughtBy(request: Spoken): Partial<Details> {
  const { requestId, clientSessionId, nowSessionId, userId, emailId, message, clientVariables } = request;
  return {
    requestId,
    userId,
    clientSessionId: clientSessionId ?? '',
    ...(message !== undefined && { message }),
    ...(typeof nowSessionId === 'string' && { nowSessionId }),
    ...(emailId && { emailId }),
    ...(clientVariables && { clientVariables }),
  };
}
