import type { Context, Hono } from 'hono';
import type { ChatRecord } from '../chats/chat-record.ts';
import type { RestEnv } from '../rest-env.ts';
import type { RouteOptions } from '../vendor.ts';
import { accessToken, type EndUser, endUserOf, subjectOf } from './access.ts';
import { routing, sessionStatus } from './acts.ts';
import { choicesIn } from './choices.ts';
import { acknowledged, chatOf, left, opened, said, telling, unread } from './conversations.ts';
import { keptOf } from './kept.ts';
import { listed } from './list.ts';
import { DEPLOYMENT, ORG_ID, verifiedIn } from './org.ts';
import { stream } from './stream.ts';
import {
  API,
  conversationBody,
  indicatorBody,
  messageBody,
  receiptsBody,
  refuse,
  STREAM,
  tokenBody,
} from './wire.ts';

/** The API for custom clients: tokens, conversations, messages, entries, and the stream of events. */
export function salesforceRoutes(app: Hono<RestEnv>, options: RouteOptions): void {
  const { registry, choices } = options;
  const change = (chat: ChatRecord, evolve: (chat: ChatRecord) => ChatRecord) =>
    registry.change(chat.id, evolve);
  app.post(`${API}/authorization/authenticated/access-token`, (c) => token(c, options));
  app.get(STREAM, (c) => stream(c, options));
  app.post(`${API}/conversation`, (c) => open(c, options));
  app.get(`${API}/conversation/:id`, (c) => {
    const chat = ownChat(c, options);
    return chat === undefined ? refuse(c, 'conversation') : c.json({ conversationId: chat.id });
  });
  app.post(`${API}/conversation/:id/message`, (c) => say(c, options));
  app.get(`${API}/conversation/:id/entries`, (c) => {
    const chat = ownChat(c, options);
    if (chat === undefined) return refuse(c, 'conversation');
    const page = listed(chat, new URL(c.req.url).searchParams, choicesIn(choices()));
    return page === undefined ? refuse(c, 'body') : c.json({ conversationEntries: page });
  });
  app.post(`${API}/conversation/:id/entry`, (c) => {
    const chat = ownChat(c, options);
    if (chat === undefined) return refuse(c, 'conversation');
    const body = indicatorBody.safeParse(c.get('body'));
    if (!body.success) return refuse(c, 'body');
    if (body.data.entryType === 'TypingStartedIndicator')
      change(chat, (found) => ({ ...found, customerTypedAt: new Date().toISOString() }));
    return c.body(null, 202);
  });
  app.post(`${API}/conversation/:id/acknowledge-entries`, (c) => {
    const chat = ownChat(c, options);
    if (chat === undefined) return refuse(c, 'conversation');
    const body = receiptsBody.safeParse(c.get('body'));
    if (!body.success) return refuse(c, 'body');
    const entries = new Set(body.data.acks.map(({ conversationEntryId }) => conversationEntryId));
    change(chat, (found) => acknowledged(found, entries));
    return c.body(null, 202);
  });
  app.delete(`${API}/conversation/:id/session`, (c) => {
    const chat = ownChat(c, options);
    if (chat === undefined) return refuse(c, 'conversation');
    if (c.req.query('esDeveloperName') !== DEPLOYMENT) return refuse(c, 'deployment');
    if (chat.status === 'ended') {
      change(chat, unread);
      return refuse(c, 'session');
    }
    change(chat, (found) => left(found, choicesIn(choices())));
    return c.body(null, 204);
  });
}

/** One of another end user is as one that was never there. */
function ownChat(c: Context<RestEnv>, { registry }: RouteOptions): ChatRecord | undefined {
  const chat = registry.byId(c.req.param('id') ?? '');
  return chat?.details?.subject === endUserOf(c)?.subject ? chat : undefined;
}

/** A customer who is not verified is let in all the same, as an end user without a past. */
async function token(c: Context<RestEnv>, { registry, choices }: RouteOptions): Promise<Response> {
  const body = tokenBody.safeParse(c.get('body'));
  if (!body.success) return refuse(c, 'body');
  if (body.data.orgId !== ORG_ID || body.data.esDeveloperName !== DEPLOYMENT) return refuse(c, 'deployment');
  const { verifiesNone, tokenSeconds } = choicesIn(choices());
  const verified = verifiesNone ? undefined : await verifiedIn(body.data.customerIdentityToken);
  const subject = subjectOf(verified);
  const user: EndUser = { subject, until: 0 };
  const chat = chatOf(registry, user);
  return c.json({
    accessToken: accessToken(subject, tokenSeconds),
    lastEventId: String(chat === undefined ? 0 : keptOf(chat).length),
    context: { deviceId: '', configuration: {}, endUser: { subject } },
  });
}

async function open(c: Context<RestEnv>, options: RouteOptions): Promise<Response> {
  const { registry, autoJoin, refusal, beforeAnswer, choices } = options;
  const body = conversationBody.safeParse(c.get('body'));
  if (!body.success) return refuse(c, 'conversationId');
  if (body.data.esDeveloperName !== DEPLOYMENT) return refuse(c, 'deployment');
  const user = endUserOf(c);
  if (user === undefined) return refuse(c, 'unauthorized');
  if (refusal() === 'unavailable') return refuse(c, 'deployment');
  const { conversationId: id } = body.data;
  const its = choicesIn(choices());
  if (registry.byId(id) !== undefined)
    return its.conversations === 'conflict' ? refuse(c, 'conflict') : c.body(null, 201);
  const isServed = refusal() !== 'no-agents';
  const begun = telling(
    opened(body.data, user),
    its,
    sessionStatus(id, 'Waiting', 'New'),
    routing('Initial', isServed ? 'None' : 'RoutingError'),
  );
  registry.open(autoJoin && isServed ? { ...begun, status: 'active', agentName: 'Dana' } : begun);
  await beforeAnswer(id);
  return c.body(null, 201);
}

function say(c: Context<RestEnv>, options: RouteOptions): Response {
  const { registry, choices } = options;
  const chat = ownChat(c, options);
  if (chat === undefined) return refuse(c, 'conversation');
  const body = messageBody.safeParse(c.get('body'));
  if (!body.success) return refuse(c, 'body');
  const { message } = body.data;
  const its = choicesIn(choices());
  const isKnown = keptOf(chat).some(({ entry }) => entry.entryPayload.includes(`"id":"${message.id}"`));
  if (isKnown && its.duplicates === 'conflict') return refuse(c, 'conflict');
  const subject = String(chat.details?.subject);
  if (!isKnown || its.duplicates === 'shown')
    registry.change(chat.id, (found) => said(found, body.data, { choices: its, subject }));
  return c.json({ conversationEntries: [{ id: message.id, clientTimestamp: Date.now() }] }, 202);
}
