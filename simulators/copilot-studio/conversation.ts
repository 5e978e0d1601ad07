import { z } from 'zod';
import { dialogsSchema, variablesSchema } from '../solution/interpreter/dialog-state.ts';
import { upToDate } from './older-record.ts';

const spokenSchema = z
  .object({ from: z.enum(['customer', 'copilot']), text: z.string(), at: z.string() })
  .readonly();

const recordSchema = z
  .object({
    conversationId: z.string(),
    customer: z.object({ id: z.string(), name: z.string(), aadObjectId: z.string() }).readonly(),
    /** Where the customer is, as the channel calls itself. */
    channelId: z.string().default('msteams'),
    /** Of the Bot Connector, where the copilot answers. */
    serviceUrl: z.string(),
    dialogs: dialogsSchema,
    /** Turns in a row of which no topic knew what to do. */
    fallbacks: z.number().default(0),
    /** The orchestrator gives the customer's turns to the connected agent. */
    isWithAgent: z.boolean().default(false),
    /** How the connected agent is told the conversation, where that is not by Teams' id. */
    ownId: z.string().exactOptional(),
    /** Topics that come next, by schema name. */
    queue: z.array(z.string()).readonly().default([]),
    /** Variables under `System` that topics have set, by their path. */
    system: variablesSchema.default({}),
    /** Global variables of the copilot. */
    variables: variablesSchema,
    /** What customer and copilot said, without agents' words. */
    transcript: z.array(spokenSchema).readonly(),
  })
  .readonly();

/** Records of older versions are taken as well. */
export const conversationRecordSchema = z.preprocess(upToDate, recordSchema);

type Spoken = z.infer<typeof spokenSchema>;
export type ConversationRecord = z.infer<typeof recordSchema>;

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

/** Gives the conversation back to the copilot, as if nothing had been begun. */
export function release(conversation: Conversation): void {
  conversation.change({ dialogs: [], queue: [], system: {}, variables: {}, isWithAgent: false });
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
    channelId: 'msteams',
    serviceUrl,
    dialogs: [],
    fallbacks: 0,
    isWithAgent: false,
    queue: [],
    system: {},
    variables: {},
    transcript: [],
  };
}

/** The conversations that a copilot knows, by their id. */
export interface ConversationStore {
  find(conversationId: string): Conversation | undefined;
  /** By the id that the connected agent was told. */
  findAtAgent(id: string): Conversation | undefined;
  store(record: ConversationRecord): Conversation;
  readonly records: readonly ConversationRecord[];
}

export function conversationStore(
  restored: readonly ConversationRecord[],
  changed: () => void,
): ConversationStore {
  const conversations = new Map<string, Conversation>();
  const store = (record: ConversationRecord): Conversation => {
    const conversation = openConversation(record, changed);
    conversations.set(record.conversationId, conversation);
    return conversation;
  };
  for (const record of restored) store(record);
  return {
    find: (id) => conversations.get(id),
    findAtAgent: (id) =>
      conversations.get(id) ?? [...conversations.values()].find(({ record }) => record.ownId === id),
    store,
    get records() {
      return [...conversations.values()].map(({ record }) => record);
    },
  };
}
