import { readFile } from 'node:fs/promises';
import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import type { Chat, ChatEvent } from './chat.ts';

interface PageOptions {
  readonly copilotName: string;
  /** Origin of a page that may show this one in a frame. */
  readonly framedBy?: string;
  readonly join: (name: string) => Chat;
  readonly chatOf: (conversationId: string) => Chat | undefined;
  readonly say: (chat: Chat, text: string) => Promise<void>;
}

const contentTypes: ReadonlyMap<string, string> = new Map([
  ['index.html', 'text/html; charset=utf-8'],
  ['chat.css', 'text/css; charset=utf-8'],
  ['chat.js', 'text/javascript; charset=utf-8'],
  ['bubble.js', 'text/javascript; charset=utf-8'],
  ['markdown.js', 'text/javascript; charset=utf-8'],
]);

const pageHeaders = (framedBy: string | undefined): Readonly<Record<string, string>> => ({
  'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors ${framedBy ?? "'self'"}`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
});

const newChat = z.object({ name: z.string().trim().min(1).max(80) });
const newMessage = z.object({ text: z.string().trim().min(1).max(20_000) });

/** The customer page at `/`, its files below `/page`, and its chats below `/chats`. */
export function pageRoutes(options: PageOptions): Hono {
  const app = new Hono();
  const headers = Object.entries(pageHeaders(options.framedBy));
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of headers) c.header(name, value);
  });
  app.get('/', (c) => file(c, 'index.html'));
  app.get('/page/:name', (c) => file(c, c.req.param('name')));

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

async function file(c: Context, name: string): Promise<Response> {
  const contentType = contentTypes.get(name);
  if (!contentType) return c.notFound();
  const content = await readFile(new URL(`./page/${name}`, import.meta.url));
  return c.body(content, 200, { 'content-type': contentType });
}

async function jsonOf(c: Context): Promise<unknown> {
  const isJson = c.req.header('content-type')?.startsWith('application/json');
  return isJson ? c.req.json().catch(() => undefined) : undefined;
}
