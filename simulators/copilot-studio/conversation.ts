import { z } from 'zod';

const stageSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('copilot') }).readonly(),
  z.object({ status: z.literal('asking-problem') }).readonly(),
  /** The skill has the conversation until its EndOfConversation; `action` is what the topic waits in. */
  z
    .object({
      status: z.literal('with-skill'),
      action: z.enum(['startConversation', 'sendMessage', 'endConversation']),
      problem: z.string(),
    })
    .readonly(),
]);

const spokenSchema = z
  .object({ from: z.enum(['customer', 'copilot']), text: z.string(), at: z.string() })
  .readonly();

export const conversationRecordSchema = z
  .object({
    conversationId: z.string(),
    customer: z.object({ id: z.string(), name: z.string(), aadObjectId: z.string() }).readonly(),
    /** Of the Bot Connector, where the copilot answers. */
    serviceUrl: z.string(),
    stage: stageSchema,
    /** Global variables of the copilot. */
    variables: z.record(z.string(), z.string()).readonly(),
    /** What customer and copilot said, without agents' words. */
    transcript: z.array(spokenSchema).readonly(),
  })
  .readonly();

export type Stage = z.infer<typeof stageSchema>;
type Spoken = z.infer<typeof spokenSchema>;
export type ConversationRecord = z.infer<typeof conversationRecordSchema>;

/** What the copilot knows of one conversation. */
export interface Conversation {
  readonly record: ConversationRecord;
  change(change: Partial<ConversationRecord>): void;
}

const longestTranscript = 50;

function openConversation(record: ConversationRecord, changed: () => void): Conversation {
  let current = record;
  return {
    get record() {
      return current;
    },
    change: (change) => {
      current = { ...current, ...change };
      changed();
    },
  };
}

export function remember(conversation: Conversation, from: Spoken['from'], text: string): void {
  const spoken = { from, text, at: new Date().toISOString() };
  const transcript = [...conversation.record.transcript, spoken].slice(-longestTranscript);
  conversation.change({ transcript });
}

/** Gives the conversation back to the copilot. */
export function release(conversation: Conversation): void {
  conversation.change({ stage: { status: 'copilot' }, variables: {} });
}

export function newConversationRecord(conversationId: string, serviceUrl: string): ConversationRecord {
  const customer = {
    id: '29:1unknown',
    name: 'Customer',
    aadObjectId: '00000000-0000-4000-8000-000000000000',
  };
  return {
    conversationId,
    customer,
    serviceUrl,
    stage: { status: 'copilot' },
    variables: {},
    transcript: [],
  };
}

/** The conversations that a copilot knows, by their id. */
export interface ConversationBook {
  find(conversationId: string): Conversation | undefined;
  keep(record: ConversationRecord): Conversation;
  readonly records: readonly ConversationRecord[];
}

export function conversationBook(
  restored: readonly ConversationRecord[],
  changed: () => void,
): ConversationBook {
  const conversations = new Map<string, Conversation>();
  const keep = (record: ConversationRecord): Conversation => {
    const conversation = openConversation(record, changed);
    conversations.set(record.conversationId, conversation);
    return conversation;
  };
  for (const record of restored) keep(record);
  return {
    find: (id) => conversations.get(id),
    keep,
    get records() {
      return [...conversations.values()].map(({ record }) => record);
    },
  };
}
