import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { pageFiles } from '../web/page-files.ts';
import type { Chat, ChatEvent } from './chat.ts';

const folder = join(import.meta.dirname, 'page');

interface PageOptions {
  readonly copilotName: string;
  /** Origin of a page that may show this one in a frame. */
  readonly framedBy?: string;
  readonly join: (name: string) => Chat;
  readonly chatOf: (conversationId: string) => Chat | undefined;
  readonly say: (chat: Chat, text: string) => Promise<void>;
}

const newChat = z.object({ name: z.string().trim().min(1).max(80) });
const newMessage = z.object({ text: z.string().trim().min(1).max(20_000) });

/** The customer page at `/`, its files below `/page`, and its chats below `/chats`. */
export function pageRoutes(options: PageOptions): Hono {
  const app = new Hono();
  app.route('/', pageFiles({ folder, path: '/page', framedBy: options.framedBy }));
  app.post('/chats', async (c) => {
    const body = newChat.safeParse(await jsonOf(c));
    if (!body.success) return c.json({ error: 'name: 1 to 80 characters are expected' }, 400);
    return c.json(introduction(options.join(body.data.name), options), 201);
  });
  app.get('/chats/:id', (c) => {
    const chat = options.chatOf(c.req.param('id'));
    return chat ? c.json(introduction(chat, options)) : c.json({ error: 'no such chat' }, 404);
  });
  app.post('/chats/:id/messages', async (c) => {
    const chat = options.chatOf(c.req.param('id'));
    if (!chat) return c.json({ error: 'no such chat' }, 404);
    const body = newMessage.safeParse(await jsonOf(c));
    if (!body.success) return c.json({ error: 'text: 1 to 20000 characters are expected' }, 400);
    // How the turn ends is told by the message itself, over the chat's events.
    options.say(chat, body.data.text).catch(() => undefined);
    return c.body(null, 202);
  });
  app.get('/chats/:id/events', (c) => {
    const chat = options.chatOf(c.req.param('id'));
    return chat ? events(c, chat) : c.json({ error: 'no such chat' }, 404);
  });
  return app;
}

/** All that was said, then all that happens: a page that connects again misses nothing. */
function events(c: Context, chat: Chat): Response {
  return streamSSE(c, async (stream) => {
    let written: Promise<unknown> = Promise.resolve();
    const write = (event: ChatEvent) => {
      const { type, ...data } = event;
      written = written.then(() => stream.writeSSE({ event: type, data: JSON.stringify(data) }));
    };
    for (const message of chat.messages) write({ type: 'message', message });
    const silence = chat.listen(write);
    await new Promise<void>((resolve) => stream.onAbort(resolve));
    silence();
  });
}

function introduction({ conversationId, customer }: Chat, { copilotName }: PageOptions) {
  return { conversationId, customer: { name: customer.name }, copilot: { name: copilotName } };
}

async function jsonOf(c: Context): Promise<unknown> {
  const isJson = c.req.header('content-type')?.startsWith('application/json');
  return isJson ? c.req.json().catch(() => undefined) : undefined;
}
