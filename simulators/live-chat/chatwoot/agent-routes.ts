import { randomUUID } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { type ChatRecord, type MessageEntry, withEntries } from '../chats/chat-record.ts';
import type { Access, RestEnv } from '../rest-env.ts';
import type { RouteOptions } from '../vendor.ts';
import { accountId, messageNumber, personNumber, shownMessages, statusOf } from './presented.ts';
import { notFound, notValid } from './refusals.ts';

const account = '/api/v1/accounts/:account';
const noteBody = z.object({
  content: z.string().max(150_000),
  message_type: z.literal('outgoing'),
  private: z.literal(true),
  content_attributes: z.record(z.string(), z.unknown()).optional(),
});
const statusBody = z.object({ status: z.enum(['open', 'resolved', 'pending']).optional() });

/** The agent API alone takes a token; who calls the client API is known by the ids in the path. */
export async function agentsOnly(c: Context<RestEnv>, { apiKey }: Access): Promise<Response | undefined> {
  if (!c.req.path.startsWith('/api/v1/') || apiKey === undefined) return undefined;
  if (c.req.header('api_access_token') === apiKey) return undefined;
  return c.json({ error: 'Invalid Access Token' }, 401);
}

/** Names of who there is; the last one is offline. */
const agents = ['Dana', 'Eli'];

export function agentRoutes(app: Hono<RestEnv>, options: RouteOptions): void {
  const { registry } = options;
  const chatOf = (id: string) => registry.byId(id);
  app.use(`${account}/*`, async (c, next) =>
    c.req.param('account') === String(accountId) ? next() : notFound(c),
  );
  app.get(`${account}/agents`, (c) => {
    const isDeserted = options.refusal() === 'no-agents';
    return c.json(
      agents.map((name, index) => shownAgent(name, isDeserted || index > 0 ? 'offline' : 'online')),
    );
  });

  app.get(`${account}/conversations/:id/messages`, (c) => {
    const chat = chatOf(c.req.param('id'));
    if (chat === undefined) return notFound(c);
    return c.json({ meta: {}, payload: [...shownMessages(chat), ...notesOf(chat)] });
  });

  app.post(`${account}/conversations/:id/messages`, (c) => {
    const chat = chatOf(c.req.param('id'));
    if (chat === undefined) return notFound(c);
    const body = noteBody.safeParse(c.get('body'));
    if (!body.success) return notValid(c, 'Content is too long (maximum is 150000 characters)', ['content']);
    const { content: text, content_attributes: own } = body.data;
    const at = new Date().toISOString();
    const entry: MessageEntry = {
      kind: 'message',
      id: noteId(own),
      from: 'notice',
      sender: 'Handoff Bridge',
      text,
      at,
    };
    registry.change(chat.id, (found) => withEntries(found, entry));
    return c.json(shownNote(chat, entry));
  });

  app.post(`${account}/conversations/:id/toggle_status`, (c) => {
    const chat = chatOf(c.req.param('id'));
    if (chat === undefined) return notFound(c);
    const body = statusBody.safeParse(c.get('body'));
    if (!body.success) return notValid(c, 'Status is not included in the list', ['status']);
    if (body.data.status === 'open') registry.change(chat.id, opened);
    const now = registry.find(chat.id) ?? chat;
    const payload = { success: true, conversation_id: Number(chat.id), current_status: statusOf(now) };
    return c.json({ meta: {}, payload });
  });
}

function opened(chat: ChatRecord): ChatRecord {
  const { isPending: _, ...details } = chat.details ?? {};
  return { ...chat, details };
}

const shownAgent = (name: string, status: string) => ({
  id: personNumber(name),
  account_id: accountId,
  availability_status: status,
  auto_offline: true,
  confirmed: true,
  email: `${personNumber(name)}@contoso.example`,
  available_name: name,
  name,
  role: 'agent',
  thumbnail: '',
});

/** What the sender put into it stands in its id, since a line of the desk has no other place. */
const noteId = (own: Readonly<Record<string, unknown>> | undefined): string =>
  `note ${JSON.stringify(own ?? {})} ${randomUUID()}`;

const notesOf = (chat: ChatRecord) =>
  chat.entries.flatMap((entry) =>
    entry.kind === 'message' && entry.from === 'notice' ? [shownNote(chat, entry)] : [],
  );

const shownNote = (chat: ChatRecord, entry: MessageEntry) => ({
  id: messageNumber(chat, entry),
  content: entry.text,
  inbox_id: 7,
  conversation_id: Number(chat.id),
  message_type: 1,
  content_type: 'text',
  status: 'sent',
  content_attributes: attributesIn(entry.id),
  created_at: Math.floor(Date.parse(entry.at) / 1000),
  private: true,
  source_id: null,
  sender: { id: 1, name: entry.sender, type: 'user' },
});

const attributesIn = (id: string): unknown => JSON.parse(/^note (.*) \S+$/.exec(id)?.[1] ?? '{}');
