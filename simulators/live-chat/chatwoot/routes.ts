import { createHmac, randomUUID } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { type ChatRecord, type MessageEntry, withEntries } from '../chats/chat-record.ts';
import type { RestEnv } from '../rest-env.ts';
import type { RouteOptions } from '../vendor.ts';
import { agentRoutes } from './agent-routes.ts';
import { conversations } from './conversations.ts';
import { assigneeChanged, conversationCreated, messageCreated } from './payloads.ts';
import {
  type Contact,
  inboxIdentifier,
  shownContact,
  shownConversation,
  shownInbox,
  shownMessage,
  shownMessages,
} from './presented.ts';
import { notFound, notValid } from './refusals.ts';

const contactBody = z.object({
  source_id: z.string().min(1).optional(),
  identifier: z.string().optional(),
  identifier_hash: z.string().optional(),
  name: z.string().max(255).optional(),
  custom_attributes: z.record(z.string(), z.unknown()).optional(),
});
const conversationBody = z.object({ custom_attributes: z.record(z.string(), z.unknown()).optional() });
const messageBody = z.object({ content: z.string().max(150_000).optional(), echo_id: z.string().optional() });
const typingBody = z.object({ typing_status: z.string().optional() });

const base = '/public/api/v1/inboxes/:inbox';
const ofContact = `${base}/contacts/:source/conversations`;
const pageSize = 20;
/** Characters of an attribute. */
const longestValue = 1500;

/** The client API of an API inbox, and what of the agent API a bridge uses. Contacts live as long as the process. */
export function chatwootRoutes(app: Hono<RestEnv>, options: RouteOptions): void {
  const contacts = new Map<string, Contact>();
  app.use(`${base}/*`, async (c, next) => (c.req.param('inbox') === inboxIdentifier ? next() : notFound(c)));
  app.get(base, (c) => {
    if (c.req.param('inbox') !== inboxIdentifier) return notFound(c);
    return c.json(shownInbox({ isClosed: options.refusal() === 'closed' }));
  });
  app.post(`${base}/contacts`, (c) => createContact(c, contacts, options));
  conversationRoutes(app, contacts, options);
  messageRoutes(app, options);
  agentRoutes(app, options);
}

function createContact(c: Context<RestEnv>, contacts: Map<string, Contact>, options: RouteOptions) {
  const body = contactBody.safeParse(c.get('body') ?? {});
  if (!body.success) return notValid(c, 'Name is too long (maximum is 255 characters)', ['name']);
  const {
    source_id = randomUUID(),
    identifier = '',
    identifier_hash,
    name,
    custom_attributes = {},
  } = body.data;
  const { hmacToken } = options.choices();
  if (typeof hmacToken === 'string') {
    const right = createHmac('sha256', hmacToken).update(identifier).digest('hex');
    // Nothing rescues it in the server.
    if (identifier_hash !== right) return c.json({ status: 500, error: 'Internal Server Error' }, 500);
  }
  const contact = contacts.get(source_id) ?? {
    source_id,
    identifier,
    name: name ?? 'old-fog-123',
    custom_attributes,
  };
  contacts.set(source_id, contact);
  return c.json(shownContact(contact));
}

function conversationRoutes(app: Hono<RestEnv>, contacts: Map<string, Contact>, options: RouteOptions): void {
  const { registry, tell } = options;
  const { ofSource, of, resolve } = conversations(options);
  app.get(ofContact, (c) => {
    const source = c.req.param('source');
    const found = ofSource(source);
    if (found.length === 0 && !contacts.has(source)) return notFound(c);
    return c.json(found.map(shownConversation));
  });

  app.post(ofContact, async (c) => {
    const contact = contacts.get(c.req.param('source'));
    if (contact === undefined) return notFound(c);
    const body = conversationBody.safeParse(c.get('body') ?? {});
    const attributes = body.data?.custom_attributes ?? {};
    const isTooLong = Object.values(attributes).some(
      (value) => typeof value === 'string' && value.length > longestValue,
    );
    if (!body.success || isTooLong)
      return notValid(c, 'Custom attributes length should be < 1500', ['custom_attributes']);
    if (options.refusal() === 'unavailable') return notValid(c, 'Contact is blocked', ['contact']);
    const [old] = ofSource(contact.source_id);
    if (old && options.choices().isLocked === true) return c.json(shownConversation(old));
    const chat = opened(contact, attributes, options);
    registry.open(chat);
    void tell(chat, conversationCreated(chat, chat.openedAt));
    if (options.autoJoin) assign(chat, 'Dana', options);
    await options.beforeAnswer(chat.id);
    return c.json(shownConversation(chat));
  });

  app.post(`${ofContact}/:id/toggle_status`, (c) => {
    const chat = of(c.req.param('source'), c.req.param('id'));
    if (chat === undefined) return notFound(c);
    resolve(chat);
    return c.json(shownConversation(registry.find(chat.id) ?? chat));
  });

  app.post(`${ofContact}/:id/toggle_typing`, (c) => {
    const chat = of(c.req.param('source'), c.req.param('id'));
    if (chat === undefined) return notFound(c);
    const body = typingBody.safeParse(c.get('body')).data;
    const isOn = (body?.typing_status ?? c.req.query('typing_status')) === 'on';
    if (isOn) registry.change(chat.id, (found) => ({ ...found, customerTypedAt: new Date().toISOString() }));
    return c.body(null, 200);
  });
}

/** Numbered within the account. A number is never given again. */
function opened(
  contact: Contact,
  attributes: Readonly<Record<string, unknown>>,
  { registry, choices }: RouteOptions,
): ChatRecord {
  const now = new Date().toISOString();
  const { handoff_session: _, ...context } = attributes;
  return {
    id: String(registry.chats().length + 1),
    handoffSessionId: contact.source_id,
    customerName: contact.name,
    ...(Object.keys(context).length > 0 && { context }),
    details: {
      uuid: randomUUID(),
      contact: contact.custom_attributes,
      ...(choices().hasBot === true && { isPending: true }),
    },
    status: 'queued',
    openedAt: now,
    changedAt: now,
    entries: [],
  };
}

/** Round robin gives a new conversation to an agent, as an update of it. */
function assign(chat: ChatRecord, agentName: string, { registry, tell }: RouteOptions): void {
  const at = new Date().toISOString();
  void tell(chat, assigneeChanged(chat, at, agentName));
  registry.change(chat.id, (found) => ({ ...found, status: 'active', agentName }));
}

function messageRoutes(app: Hono<RestEnv>, options: RouteOptions): void {
  const { registry, tell } = options;
  const { of, reopen, isTooFast } = conversations(options);
  let last = 0;
  app.get(`${ofContact}/:id/messages`, (c) => {
    const chat = of(c.req.param('source'), c.req.param('id'));
    if (chat === undefined) return notFound(c);
    const before = Number(c.req.query('before') ?? Number.POSITIVE_INFINITY);
    return c.json(
      shownMessages(chat)
        .filter(({ id }) => id < before)
        .slice(-pageSize),
    );
  });

  app.post(`${ofContact}/:id/messages`, (c) => {
    const chat = of(c.req.param('source'), c.req.param('id'));
    if (chat === undefined) return notFound(c);
    const body = messageBody.safeParse(c.get('body'));
    if (!body.success) return notValid(c, 'Content is too long (maximum is 150000 characters)', ['content']);
    if (isTooFast(chat)) return notValid(c, 'Too many messages', ['base']);
    last = Math.max(last + 1, Date.now() * 1000);
    const entry: MessageEntry = {
      kind: 'message',
      id: String(last),
      from: 'customer',
      sender: chat.customerName,
      text: body.data.content ?? '',
      at: new Date().toISOString(),
    };
    reopen(chat);
    registry.change(chat.id, (found) => withEntries(found, entry));
    const now = registry.find(chat.id) ?? chat;
    void tell(now, messageCreated(now, entry, 'incoming'), entry.id);
    greet(now, options);
    return c.json({ ...shownMessage(now, entry, 0), sender: shownContact(contactOf(now)) });
  });
}

const contactOf = (chat: ChatRecord): Contact => ({
  source_id: chat.handoffSessionId ?? '',
  name: chat.customerName,
  custom_attributes: {},
});

/** The greeting of an inbox, where it was told to have one: a template after a contact's first words. */
function greet(chat: ChatRecord, { choices, tell, registry }: RouteOptions): void {
  const { greeting } = choices();
  const isFirst =
    chat.entries.filter((entry) => entry.kind === 'message' && entry.from === 'customer').length === 1;
  if (typeof greeting !== 'string' || !isFirst) return;
  const at = new Date().toISOString();
  const entry = { id: `greeting-${chat.id}`, at, text: greeting, sender: '' };
  registry.change(chat.id, (found) =>
    withEntries(found, { kind: 'event', id: entry.id, text: greeting, at }),
  );
  void tell(chat, messageCreated(chat, entry, 'template'), entry.id);
}
