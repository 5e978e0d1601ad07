import { randomInt, randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { z } from 'zod';
import { asEnded, type ChatRecord, withEntries } from '../chats/chat-record.ts';
import type { ChatRegistry } from '../chats/chat-registry.ts';
import { endedText } from '../chats/ended-text.ts';
import type { RestEnv } from '../rest-env.ts';
import type { RouteOptions } from '../vendor.ts';
import { noticeSender } from './reads.ts';

const receiveBody = z.object({
  conversationId: z.string(),
  message: z.string().max(100_000),
  sender: z.string().max(256).exactOptional(),
});

const endBody = z.object({ conversationId: z.string() });

const UNKNOWN = { error: 'Conversation not found' };

/** The shipped sample's routes: `/api/chat/start`, `/receive`, `/end`. They know no idempotency key and no queue. */
export function contosoSampleRoutes(app: Hono<RestEnv>, { registry, refusal, autoJoin }: RouteOptions): void {
  app.post('/api/chat/start', (c) => {
    const reason = refusal();
    if (reason !== undefined) return c.json({ error: reason }, 503);
    const chat = opened(registry, autoJoin);
    registry.open(chat);
    return c.json({ conversationId: chat.id });
  });

  app.post('/api/chat/receive', (c) => {
    const body = receiveBody.safeParse(c.get('body'));
    if (!body.success) return c.json({ error: 'conversationId and message are required' }, 400);
    const { conversationId, message, sender } = body.data;
    if (message.trim() === '') return c.json({ error: 'Message cannot be empty' }, 400);
    const chat = registry.find(conversationId);
    if (chat === undefined || chat.status === 'ended') return c.json(UNKNOWN, 404);
    const messageId = randomUUID();
    registry.change(conversationId, (found) =>
      received(found, { messageId, message, ...(sender ? { sender } : {}) }),
    );
    return c.json({ message: 'Message received', messageId });
  });

  app.post('/api/chat/end', (c) => {
    const body = endBody.safeParse(c.get('body'));
    if (!body.success) return c.json({ error: 'conversationId is required' }, 400);
    if (registry.find(body.data.conversationId) === undefined) return c.json(UNKNOWN, 404);
    const at = new Date().toISOString();
    const entry = { kind: 'event', id: randomUUID(), text: endedText('customer'), at } as const;
    registry.change(body.data.conversationId, (found) =>
      asEnded(found, { reason: 'customer', by: 'other-side', entry }),
    );
    return c.json({ message: 'Conversation ended' });
  });
}

const NO_NAME_YET = 'Customer';

function opened(registry: ChatRegistry, autoJoin: boolean): ChatRecord {
  const now = new Date().toISOString();
  return {
    id: freeId(registry),
    customerName: NO_NAME_YET,
    ...(autoJoin ? { status: 'active', agentName: 'Dana' } : { status: 'queued' }),
    openedAt: now,
    changedAt: now,
    entries: [],
  };
}

/** Start says nothing about the customer, so the first message of one names the chat. */
function received(
  chat: ChatRecord,
  said: { readonly messageId: string; readonly message: string; readonly sender?: string },
): ChatRecord {
  const sender = said.sender ?? chat.customerName;
  const isNamed = chat.customerName !== NO_NAME_YET || sender === noticeSender;
  const customerName = isNamed ? chat.customerName : sender;
  const at = new Date().toISOString();
  const entry = {
    kind: 'message',
    id: said.messageId,
    from: 'customer',
    sender,
    text: said.message,
    at,
  } as const;
  return { ...withEntries(chat, entry), customerName };
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

function freeId(registry: ChatRegistry): string {
  const id = Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return registry.find(id) === undefined ? id : freeId(registry);
}
