import { randomBytes } from 'node:crypto';
import type { Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { asEnded, type ChatRecord, idOnWire, withEntries } from '../chats/chat-record.ts';
import type { ChatRegistry, StoredAnswer } from '../chats/chat-registry.ts';
import { endedText } from '../chats/ended-text.ts';
import type { RestEnv } from '../rest-env.ts';
import type { RouteOptions } from '../vendor.ts';
import {
  type EndBody,
  endBody,
  type Read,
  read,
  type SendBody,
  type StartBody,
  sendBody,
  startBody,
} from './wire.ts';

/** A guess that grows with the queue. */
const WAIT_SECONDS_EACH = 60;

/** The seed document's routes: `/api/livechat/start`, `/send`, `/end`. */
export function referenceRoutes(app: Hono<RestEnv>, options: RouteOptions): void {
  const { registry } = options;
  app.post('/api/livechat/start', (c) => answerStart(c, options));
  app.post('/api/livechat/send', (c) => answer(c, registry, (body) => send(read(sendBody, body), registry)));
  app.post('/api/livechat/end', (c) => answer(c, registry, (body) => end(read(endBody, body), registry)));
}

/** A chat may speak before its start is answered; a repeat of the start meanwhile is answered at once. */
async function answerStart(c: Context<RestEnv>, options: RouteOptions): Promise<Response> {
  let chatId: string | undefined;
  const answered = answer(c, options.registry, (body) => {
    const { chat, given } = start(read(startBody, body), options);
    chatId = chat;
    return given;
  });
  if (chatId !== undefined) await options.beforeAnswer(chatId);
  return answered;
}

/** A success is remembered under its key and given again; a refusal is not, so that a repeat can succeed. */
function answer(
  c: Context<RestEnv>,
  registry: ChatRegistry,
  work: (body: unknown) => StoredAnswer,
): Response {
  const key = c.req.header('idempotency-key') ?? '';
  if (key === '' || key.length > 255) {
    const field = 'Idempotency-Key';
    return c.json({ error: `the header ${field} is missing or longer than 255 characters`, field }, 400);
  }
  const scoped = `${c.req.path} ${key}`;
  const given = registry.answers().get(scoped) ?? work(c.get('body'));
  if (given.status < 300) registry.storeAnswer(scoped, given);
  return c.json(given.body, statusOf(given.status));
}

interface Started {
  /** The new chat; absent when none was opened. */
  readonly chat?: string;
  readonly given: StoredAnswer;
}

function start(body: Read<StartBody>, { registry, refusal, autoJoin, newId }: RouteOptions): Started {
  if (!body.ok) return { given: { status: 400, body: { ...body.bad } } };
  const reason = refusal();
  if (reason !== undefined) return { given: { status: 503, body: { error: reason } } };
  const queuedBefore = registry.chats().filter(({ status }) => status === 'queued').length;
  const chat = opened(body.value, autoJoin, namesOf(registry, newId()));
  registry.open(chat);
  const sessionId = idOnWire(chat);
  if (autoJoin) return { chat: chat.id, given: { status: 201, body: { sessionId, status: 'active' } } };
  const queuePosition = queuedBefore + 1;
  const estimatedWaitSeconds = queuePosition * WAIT_SECONDS_EACH;
  const queued = { sessionId, status: 'queued', queuePosition, estimatedWaitSeconds };
  return { chat: chat.id, given: { status: 201, body: queued } };
}

type Names = Pick<ChatRecord, 'id' | 'idAgain'>;

/** A chat whose id was given before is told from the others that had it by a number. */
function namesOf(registry: ChatRegistry, id = `lc_${randomBytes(12).toString('base64url')}`): Names {
  const before = registry.chats().filter((chat) => idOnWire(chat) === id).length;
  return before === 0 ? { id } : { id: `${id}#${before + 1}`, idAgain: id };
}

function opened(body: StartBody, autoJoin: boolean, names: Names): ChatRecord {
  const now = new Date().toISOString();
  const { conversationId, customer, transcript = [], problem, context, callbackUrl } = body;
  return {
    ...names,
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

function send(body: Read<SendBody>, registry: ChatRegistry): StoredAnswer {
  if (!body.ok) return { status: 400, body: { ...body.bad } };
  const { sessionId, messageId, message, sender, kind = 'customer' } = body.value;
  const chat = registry.byId(sessionId);
  if (chat === undefined) return { status: 404, body: { error: 'unknown-session' } };
  if (chat.status === 'ended') return { status: 410, body: { error: 'ended' } };
  const at = new Date().toISOString();
  registry.change(chat.id, (found) =>
    withEntries(found, { kind: 'message', id: messageId, from: kind, sender, text: message, at }),
  );
  return { status: 200, body: { messageId } };
}

function end(body: Read<EndBody>, registry: ChatRegistry): StoredAnswer {
  if (!body.ok) return { status: 400, body: { ...body.bad } };
  const { sessionId, reason } = body.value;
  const chat = registry.byId(sessionId);
  if (chat === undefined) return { status: 404, body: { error: 'unknown-session' } };
  const at = new Date().toISOString();
  const entry = {
    kind: 'event',
    id: `evt_${randomBytes(12).toString('base64url')}`,
    text: endedText(reason),
    at,
  } as const;
  registry.change(chat.id, (found) => asEnded(found, { reason, by: 'other-side', entry }));
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
