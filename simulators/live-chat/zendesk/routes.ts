import type { Context, Hono } from 'hono';
import { withEntries } from '../chats/chat-record.ts';
import type { RestEnv } from '../rest-env.ts';
import type { RouteOptions } from '../vendor.ts';
import { answerBot, appId, workspace } from './account.ts';
import { conversationBody, messageBody, userBody } from './bodies.ts';
import { unseen } from './desk-chat.ts';
import { conversationObject, messageObject, userObject } from './objects.ts';
import { refuse } from './refusals.ts';
import { type Conversation, newId, type StoredMessage, type ZendeskStore } from './store.ts';
import { batchOf, messageEvent } from './webhooks.ts';

const pageSize = 100;
const bodyBytes = 100_000;
export const below = '/v2/apps/:app';

type Handler = (c: Context<RestEnv>) => Response | Promise<Response>;

/** The app of the path has to be the simulated one, and a body no larger than Zendesk takes. */
export const ofApp =
  (handle: Handler): Handler =>
  (c) => {
    if (c.req.param('app') !== appId) return refuse(c, 404, 'app_not_found');
    const isTooLarge = Buffer.byteLength(JSON.stringify(c.get('body') ?? null)) > bodyBytes;
    return isTooLarge ? refuse(c, 413, 'payload_too_large') : handle(c);
  };

/** Finds the conversation of the path. */
export const ofConversation =
  (store: ZendeskStore, handle: (c: Context<RestEnv>, found: Conversation) => Response | Promise<Response>) =>
  (c: Context<RestEnv>): Response | Promise<Response> => {
    const found = store.conversation(c.req.param('conversation') ?? '');
    return found === undefined ? refuse(c, 404, 'conversation_not_found') : handle(c, found);
  };

/** Users, conversations and messages. */
export function conversationRoutes(app: Hono<RestEnv>, server: Server): void {
  const { store } = server;
  app.post(
    `${below}/users`,
    ofApp((c) => createUser(c, server)),
  );
  app.get(
    `${below}/users/:user`,
    ofApp((c) => {
      const found = store.user(c.req.param('user') ?? '');
      return found === undefined ? refuse(c, 404, 'user_not_found') : c.json({ user: userObject(found) });
    }),
  );
  app.post(
    `${below}/conversations`,
    ofApp((c) => createConversation(c, server)),
  );
  app.get(
    `${below}/conversations`,
    ofApp((c) => {
      const user = store.user(c.req.query('filter[userExternalId]') ?? c.req.query('filter[userId]') ?? '');
      if (user === undefined) return refuse(c, 404, 'user_not_found');
      const conversations = store.conversationsOf(user.id).map(conversationObject);
      return c.json({ conversations, meta: { hasMore: false }, links: {} });
    }),
  );
  const one = `${below}/conversations/:conversation`;
  app.get(
    one,
    ofApp(ofConversation(store, (c, found) => c.json({ conversation: conversationObject(found) }))),
  );
  app.get(`${one}/messages`, ofApp(ofConversation(store, listMessages)));
  app.post(`${one}/messages`, ofApp(ofConversation(store, (c, found) => say(c, found, server))));
}

function createUser(c: Context<RestEnv>, { store, options }: Server): Response {
  const body = userBody.safeParse(c.get('body'));
  if (!body.success) return refuse(c, 400, 'bad_request');
  const reason = options.refusal();
  if (reason === 'unavailable') return refuse(c, 403, 'forbidden');
  const { externalId, profile } = body.data;
  if (store.user(externalId) !== undefined) return refuse(c, 409, 'conflict');
  const user = store.addUser({ externalId, ...(profile && { profile }) });
  return c.json({ user: userObject(user) }, 201);
}

function createConversation(c: Context<RestEnv>, { store, options }: Server): Response {
  const body = conversationBody.safeParse(c.get('body'));
  if (!body.success) return refuse(c, 400, 'bad_request');
  const { participants, metadata } = body.data;
  const user = store.user(participants[0].userExternalId);
  if (user === undefined) return refuse(c, 404, 'user_not_found');
  const first = options.choices().isWorkspaceDefault === true ? workspace : answerBot;
  const conversation: Conversation = {
    id: newId(),
    userId: user.id,
    externalId: user.externalId,
    metadata,
    createdAt: new Date().toISOString(),
    active: first.id,
    messages: [],
  };
  store.put(conversation);
  return c.json({ conversation: conversationObject(conversation) }, 201);
}

/** The newest page unless told, each in the order of its messages. */
function listMessages(c: Context<RestEnv>, { messages }: Conversation): Response {
  const before = c.req.query('page[before]');
  const end = before === undefined ? messages.length : messages.findIndex(({ id }) => id === before);
  if (end < 0) return refuse(c, 400, 'bad_request');
  const page = messages.slice(Math.max(0, end - pageSize), end);
  const [oldest] = page;
  const hasMore = end > pageSize;
  const cursor = hasMore && oldest !== undefined ? { beforeCursor: oldest.id } : {};
  return c.json({ messages: page.map(messageObject), meta: { hasMore, ...cursor }, links: {} });
}

export interface Server {
  readonly store: ZendeskStore;
  readonly options: RouteOptions;
}

/** A message that finds no one in control wakes the default integration, and never the desk again. */
function say(c: Context<RestEnv>, found: Conversation, { store, options }: Server): Response {
  const { registry, tell } = options;
  const body = messageBody.safeParse(c.get('body'));
  if (!body.success) return refuse(c, 400, 'bad_request');
  const { author, content, metadata } = body.data;
  if (author.type === 'user' && ![author.userExternalId, author.userId].some((id) => isOf(found, id)))
    return refuse(c, 404, 'user_not_found');
  const { displayName } = author;
  const message: StoredMessage = {
    id: newId(),
    received: new Date().toISOString(),
    author: {
      type: author.type,
      ...(author.type === 'user' && { userId: found.userId }),
      ...(displayName !== undefined && { displayName }),
    },
    text: content.text,
    metadata,
  };
  const changed = { ...found, active: found.active ?? answerBot.id, messages: [...found.messages, message] };
  store.put(changed);
  const chat = registry.find(found.id);
  if (chat !== undefined && chat.status !== 'ended') {
    const from = author.type === 'user' ? 'customer' : 'notice';
    const sender = displayName ?? chat.customerName;
    registry.change(found.id, (shown) =>
      withEntries(shown, {
        kind: 'message',
        id: message.id,
        from,
        sender,
        text: message.text,
        at: message.received,
      }),
    );
  }
  void tell(chat?.id ?? unseen(changed), batchOf(messageEvent(changed, message)), message.id);
  return c.json({ messages: [messageObject(message)] }, 201);
}

const isOf = ({ userId, externalId }: Conversation, id: string | undefined): boolean =>
  id === userId || id === externalId;
