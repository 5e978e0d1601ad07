import { randomBytes } from 'node:crypto';
import type { Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ChatBook, StoredAnswer } from './chat-book.ts';
import { asEnded, type ChatRecord, withEntries } from './chat-record.ts';
import { endedText } from './ended-text.ts';
import type { Refusal } from './live-chat.ts';
import {
  type EndBody,
  endBody,
  type Read,
  read,
  type SendBody,
  type StartBody,
  sendBody,
  startBody,
} from './reference-wire.ts';
import type { RestEnv } from './rest-front.ts';

export interface RouteOptions {
  readonly book: ChatBook;
  readonly refusal: () => Refusal | undefined;
  readonly autoJoin: boolean;
}

/** A guess that grows with the queue. */
const WAIT_SECONDS_EACH = 60;

/** The seed document's routes: `/api/livechat/start`, `/send`, `/end`. */
export function referenceRoutes(app: Hono<RestEnv>, options: RouteOptions): void {
  const { book } = options;
  app.post('/api/livechat/start', (c) => answer(c, book, (body) => start(read(startBody, body), options)));
  app.post('/api/livechat/send', (c) => answer(c, book, (body) => send(read(sendBody, body), book)));
  app.post('/api/livechat/end', (c) => answer(c, book, (body) => end(read(endBody, body), book)));
}

/** A success is remembered under its key and given again; a refusal is not, so that a repeat can succeed. */
function answer(c: Context<RestEnv>, book: ChatBook, work: (body: unknown) => StoredAnswer): Response {
  const key = c.req.header('idempotency-key') ?? '';
  if (key === '' || key.length > 255) {
    const field = 'Idempotency-Key';
    return c.json({ error: `the header ${field} is missing or longer than 255 characters`, field }, 400);
  }
  const scoped = `${c.req.path} ${key}`;
  const given = book.answers().get(scoped) ?? work(c.get('body'));
  if (given.status < 300) book.remember(scoped, given);
  return c.json(given.body, statusOf(given.status));
}

function start(body: Read<StartBody>, { book, refusal, autoJoin }: RouteOptions): StoredAnswer {
  if (!body.ok) return { status: 400, body: { ...body.bad } };
  const reason = refusal();
  if (reason !== undefined) return { status: 503, body: { error: reason } };
  const waitingBefore = book.chats().filter(({ status }) => status === 'queued').length;
  const chat = opened(body.value, autoJoin);
  book.open(chat);
  if (autoJoin) return { status: 201, body: { sessionId: chat.id, status: 'active' } };
  const queuePosition = waitingBefore + 1;
  const estimatedWaitSeconds = queuePosition * WAIT_SECONDS_EACH;
  return { status: 201, body: { sessionId: chat.id, status: 'queued', queuePosition, estimatedWaitSeconds } };
}

function opened(body: StartBody, autoJoin: boolean): ChatRecord {
  const now = new Date().toISOString();
  const { conversationId, customer, transcript = [], problem, context, callbackUrl } = body;
  return {
    id: `lc_${randomBytes(12).toString('base64url')}`,
    handoffSessionId: conversationId,
    customerName: customer.name,
    ...(customer.locale === undefined ? {} : { locale: customer.locale }),
    ...(problem === undefined ? {} : { problem }),
    ...(context === undefined ? {} : { context }),
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
    ...(autoJoin ? { status: 'active', agentName: 'Dana' } : { status: 'queued' }),
    openedAt: now,
    changedAt: now,
    entries: transcript.map(({ from, text, at }, index) => ({
      kind: 'message',
      id: `earlier_${index}`,
      from,
      sender: from === 'customer' ? customer.name : 'Copilot',
      text,
      at: at ?? now,
      earlier: true,
    })),
  };
}

function send(body: Read<SendBody>, book: ChatBook): StoredAnswer {
  if (!body.ok) return { status: 400, body: { ...body.bad } };
  const { sessionId, messageId, message, sender, kind = 'customer' } = body.value;
  const chat = book.find(sessionId);
  if (chat === undefined) return { status: 404, body: { error: 'unknown-session' } };
  if (chat.status === 'ended') return { status: 410, body: { error: 'ended' } };
  const at = new Date().toISOString();
  book.change(sessionId, (found) =>
    withEntries(found, { kind: 'message', id: messageId, from: kind, sender, text: message, at }),
  );
  return { status: 200, body: { messageId } };
}

function end(body: Read<EndBody>, book: ChatBook): StoredAnswer {
  if (!body.ok) return { status: 400, body: { ...body.bad } };
  const { sessionId, reason } = body.value;
  if (book.find(sessionId) === undefined) return { status: 404, body: { error: 'unknown-session' } };
  const at = new Date().toISOString();
  const entry = {
    kind: 'event',
    id: `evt_${randomBytes(12).toString('base64url')}`,
    text: endedText(reason),
    at,
  } as const;
  book.change(sessionId, (found) => asEnded(found, { reason, by: 'other-side', entry }));
  return { status: 200, body: { status: 'ended' } };
}

/** Stored answers were all made here, or come from a state file that an older version may have written. */
function statusOf(status: number): ContentfulStatusCode {
  switch (status) {
    case 200:
    case 201:
    case 400:
    case 404:
    case 410:
    case 503:
      return status;
    default:
      throw new Error(`No route answers ${status}`);
  }
}
