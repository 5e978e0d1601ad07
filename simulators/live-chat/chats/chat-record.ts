import { z } from 'zod';

/** How chats are kept, in memory and in the state file alike. */

const delivery = {
  delivery: z.enum(['sending', 'delivered', 'failed']).exactOptional(),
  failure: z.string().exactOptional(),
  /** Kept until delivered, so that a restart or an agent can send it again. */
  callback: z.record(z.string(), z.unknown()).exactOptional(),
};

const messageEntry = z.object({
  kind: z.literal('message'),
  id: z.string(),
  from: z.enum(['customer', 'agent', 'notice', 'copilot']),
  sender: z.string(),
  text: z.string(),
  at: z.string(),
  earlier: z.boolean().exactOptional(),
  /** Words of the live chat's own bot, or of a trigger. */
  isAutomatic: z.literal(true).exactOptional(),
  ...delivery,
});

/** An event: an agent joined, the chat ended. */
const eventEntry = z.object({
  kind: z.literal('event'),
  id: z.string(),
  text: z.string(),
  at: z.string(),
  ...delivery,
});

export const chatRecord = z.object({
  id: z.string(),
  /** What others call it, when that is an id which a chat before it had. */
  idAgain: z.string().exactOptional(),
  handoffSessionId: z.string().exactOptional(),
  customerName: z.string(),
  locale: z.string().exactOptional(),
  problem: z.string().exactOptional(),
  context: z.record(z.string(), z.unknown()).exactOptional(),
  callbackUrl: z.string().exactOptional(),
  /** What only its vendor knows of it. */
  details: z.record(z.string(), z.unknown()).exactOptional(),
  customerTypedAt: z.string().exactOptional(),
  status: z.enum(['queued', 'active', 'ended']),
  agentName: z.string().exactOptional(),
  endReason: z.string().exactOptional(),
  /** Callbacks about a chat that the other side ended are not retried; about one that the agent ended they are. */
  endedBy: z.enum(['agent', 'other-side']).exactOptional(),
  openedAt: z.string(),
  endedAt: z.string().exactOptional(),
  changedAt: z.string(),
  entries: z.array(z.discriminatedUnion('kind', [messageEntry, eventEntry])).readonly(),
});

export type MessageEntry = Readonly<z.infer<typeof messageEntry>>;
export type EventEntry = Readonly<z.infer<typeof eventEntry>>;
export type Entry = MessageEntry | EventEntry;
export type ChatRecord = Readonly<z.infer<typeof chatRecord>>;

/** The chat with these entries after what it has, and its activity at the time of the last one. */
export function withEntries(chat: ChatRecord, ...added: readonly Entry[]): ChatRecord {
  const changedAt = added.at(-1)?.at ?? chat.changedAt;
  return { ...chat, changedAt, entries: [...chat.entries, ...added] };
}

/** The chat as ended. The first end counts; a later one changes nothing. */
export function asEnded(
  chat: ChatRecord,
  end: { readonly reason: string; readonly by: 'agent' | 'other-side'; readonly entry: Entry },
): ChatRecord {
  if (chat.status === 'ended') return chat;
  const ended = { status: 'ended', endReason: end.reason, endedBy: end.by, endedAt: end.entry.at } as const;
  return { ...withEntries(chat, end.entry), ...ended };
}

/** The id under which the chat goes over the wire. */
export const idOnWire = ({ id, idAgain }: Pick<ChatRecord, 'id' | 'idAgain'>): string => idAgain ?? id;
