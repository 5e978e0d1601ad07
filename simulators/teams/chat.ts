import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';

const customerSchema = z.object({ id: z.string(), name: z.string(), aadObjectId: z.string() }).readonly();

const chatMessageSchema = z
  .object({
    id: z.string(),
    from: z.enum(['customer', 'copilot']),
    text: z.string(),
    /** ISO 8601. */
    at: z.string(),
    format: z.enum(['plain', 'markdown']),
    /** Whether the copilot has it; what the copilot says is always delivered. */
    delivery: z.enum(['sending', 'delivered', 'failed']),
  })
  .readonly();

export const chatRecordSchema = z
  .object({
    conversationId: z.string(),
    customer: customerSchema,
    messages: z.array(chatMessageSchema).readonly(),
  })
  .readonly();

export type ChatCustomer = z.infer<typeof customerSchema>;
export type ChatMessage = z.infer<typeof chatMessageSchema>;
export type ChatRecord = z.infer<typeof chatRecordSchema>;

export type ChatEvent =
  | { readonly type: 'message'; readonly message: ChatMessage }
  | { readonly type: 'typing' };

/** One personal chat of a customer with the copilot, as the customer sees it. */
export interface Chat {
  readonly conversationId: string;
  readonly customer: ChatCustomer;
  readonly messages: readonly ChatMessage[];
  /** Appends the message, or replaces the one with its id. */
  put(message: ChatMessage): void;
  typing(): void;
  /** Calls `hear` for everything from now on, until the returned function is called. */
  listen(hear: (event: ChatEvent) => void): () => void;
}

export function newChatRecord(name: string): ChatRecord {
  const aadObjectId = randomUUID();
  const customer = { id: `29:1${randomToken(48)}`, name, aadObjectId };
  const conversationId = `a:1${randomToken(60)}@unq.gbl.spaces;messageid=${Date.now()}`;
  return { conversationId, customer, messages: [] };
}

export function openChat(record: ChatRecord, changed: () => void): Chat {
  // What was under way when the simulator stopped is lost.
  const messages = record.messages.map((message) =>
    message.delivery === 'sending' ? { ...message, delivery: 'failed' as const } : message,
  );
  const listeners = new Set<(event: ChatEvent) => void>();
  const tell = (event: ChatEvent) => {
    for (const hear of [...listeners]) hear(event);
  };
  return {
    conversationId: record.conversationId,
    customer: record.customer,
    messages,
    put: (message) => {
      const index = messages.findLastIndex(({ id }) => id === message.id);
      messages[index === -1 ? messages.length : index] = message;
      changed();
      tell({ type: 'message', message });
    },
    typing: () => tell({ type: 'typing' }),
    listen: (hear) => {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
}

function randomToken(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}
