import { randomUUID } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { asEnded, type ChatRecord, idOnWire, withEntries } from '../chats/chat-record.ts';
import { endedText } from '../chats/ended-text.ts';
import type { RestEnv } from '../rest-env.ts';
import type { RouteOptions } from '../vendor.ts';
import { accepted, outOfHours } from './activities.ts';
import { availabilityRoute } from './availability.ts';
import { choicesIn } from './choices.ts';
import { CHANNEL_ID, isGuid } from './ids.ts';
import { listed, numbered, sentIn } from './messages.ts';
import {
  type ActivityBody,
  API,
  activityBody,
  automated,
  type CreateBody,
  createBody,
  LONGEST_START,
  LONGEST_TEXT,
  MOST_VALUES,
  refuse,
} from './wire.ts';

/** The Messaging API: it opens conversations, takes activities, and lists what it has. It knows no idempotency key. */
export function dynamicsRoutes(app: Hono<RestEnv>, options: RouteOptions): void {
  const { registry, choices } = options;
  availabilityRoute(app, options);
  app.post(`${API}/conversation/create`, (c) => create(c, options));
  app.post(`${API}/conversation/:id`, (c) => {
    const found = openChat(options, c.req.param('id'));
    if (typeof found === 'string') return refuse(c, found);
    const body = activityBody.safeParse(c.get('body'));
    if (!body.success) return refuse(c, 'body');
    if (body.data.channelId !== CHANNEL_ID) return refuse(c, 'channel');
    return take(c, options, { chat: found, activity: body.data });
  });
  app.get(`${API}/conversation/:id/messages`, (c) => {
    const found = openChat(options, c.req.param('id'));
    if (typeof found === 'string') return refuse(c, found);
    const size = Number(c.req.query('PageSize') ?? 50);
    if (!Number.isInteger(size) || size < 1 || size > 100) return refuse(c, 'pageSize');
    const from = Date.parse(c.req.query('StartTimeStamp') ?? '1970-01-01T00:00:00Z');
    const since = Number(c.req.query('ContinuationToken') ?? from);
    return c.json(listed(found, { since, size }, choicesIn(choices())));
  });
  app.get(`${API}/conversations`, (c) =>
    c.json({
      conversations: registry
        .chats()
        .filter(({ status }) => status !== 'ended')
        .slice(0, Number(c.req.query('PageSize') ?? 50))
        .map((chat) => ({ conversationid: idOnWire(chat), timestamp: chat.openedAt })),
    }),
  );
}

/** One that is closed is as one that was never there. */
function openChat({ registry }: RouteOptions, id: string): ChatRecord | 'conversation' | 'conversationId' {
  const chat = registry.byId(id.toLowerCase()) ?? registry.byId(id);
  if (chat === undefined) return isGuid(id) ? 'conversation' : 'conversationId';
  return chat.status === 'ended' ? 'conversation' : chat;
}

async function create(c: Context<RestEnv>, options: RouteOptions): Promise<Response> {
  const body = createBody.safeParse(c.get('body'));
  if (!body.success) return refuse(c, 'body');
  const { conversationcontext = {}, startmessage, customercontext } = body.data;
  if (Object.keys(conversationcontext).length > MOST_VALUES) return refuse(c, 'context');
  if (Buffer.byteLength(startmessage?.message ?? '') > LONGEST_START) return refuse(c, 'text');
  const { registry, autoJoin, refusal, newId, tell, beforeAnswer } = options;
  if (refusal() === 'unavailable') return refuse(c, 'workstream');
  const known = openOf(options, customercontext?.customerid);
  if (known !== undefined) return c.json({ conversationId: idOnWire(known), isNew: false });
  const chat = opened(body.data, namesOf(options, newId()));
  registry.open(chat);
  if (refusal() === 'closed') {
    closedAtOnce(options, chat);
  } else if (autoJoin) {
    registry.change(chat.id, (found) => ({ ...found, status: 'active', agentName: 'Dana' }));
    void tell(chat.id, accepted(idOnWire(chat)));
  }
  await beforeAnswer(chat.id);
  const messageId = startmessage && { messageId: String(Date.parse(chat.openedAt)) };
  return c.json({ conversationId: idOnWire(chat), isNew: true, ...messageId });
}

const openOf = ({ registry }: RouteOptions, customerId: string | undefined): ChatRecord | undefined =>
  customerId === undefined
    ? undefined
    : registry.chats().find((chat) => chat.handoffSessionId === customerId && chat.status !== 'ended');

/** A chat whose id was given before is told from the others that had it by a number. */
function namesOf({ registry }: RouteOptions, id: string = randomUUID()): Pick<ChatRecord, 'id' | 'idAgain'> {
  const before = registry.chats().filter((chat) => idOnWire(chat) === id).length;
  return before === 0 ? { id } : { id: `${id}#${before + 1}`, idAgain: id };
}

function opened(
  { customercontext, conversationcontext, startmessage }: CreateBody,
  names: Pick<ChatRecord, 'id' | 'idAgain'>,
): ChatRecord {
  const now = new Date().toISOString();
  const context = Object.entries(conversationcontext ?? {}).map(
    ([name, { value }]) => [name, value] as const,
  );
  return {
    ...names,
    ...(customercontext?.customerid !== undefined && { handoffSessionId: customercontext.customerid }),
    customerName: customercontext?.preferredname ?? 'Customer',
    ...(startmessage && { problem: startmessage.message }),
    ...(context.length > 0 && { context: Object.fromEntries(context) }),
    status: 'queued',
    openedAt: now,
    changedAt: now,
    entries: [],
  };
}

/** Out of hours a start succeeds all the same; the end comes after it. */
function closedAtOnce({ registry, tell }: RouteOptions, chat: ChatRecord): void {
  const entry = {
    kind: 'event',
    id: randomUUID(),
    text: 'Out of operating hours',
    at: chat.openedAt,
  } as const;
  registry.change(chat.id, (found) => asEnded(found, { reason: 'closed', by: 'agent', entry }));
  void tell(chat.id, outOfHours(idOnWire(chat)));
}

interface Told {
  readonly chat: ChatRecord;
  readonly activity: ActivityBody;
}

function take(c: Context<RestEnv>, { registry }: RouteOptions, { chat, activity }: Told): Response {
  const at = new Date().toISOString();
  switch (activity.type) {
    case 'message':
      if (!activity.text && !activity.attachments?.length) return refuse(c, 'nothing');
      if ((activity.text ?? '').length > LONGEST_TEXT) return refuse(c, 'text');
      registry.change(chat.id, (found) => said(found, activity, at));
      break;
    case 'typing':
      registry.change(chat.id, (found) => ({ ...found, customerTypedAt: at }));
      break;
    case 'event':
      break;
    case 'endOfConversation': {
      const entry = { kind: 'event', id: randomUUID(), text: endedText('customer'), at } as const;
      registry.change(chat.id, (found) => asEnded(found, { reason: 'customer', by: 'other-side', entry }));
      break;
    }
  }
  const after = registry.find(chat.id);
  const last = after && numbered(after).at(-1);
  return c.json({ messageId: String(last?.messageId ?? Date.parse(at)) });
}

/** Nothing is recognised as a repeat: what comes twice is shown twice. */
function said(chat: ChatRecord, { id, from, text = '', channelData }: ActivityBody, at: string): ChatRecord {
  const entry = {
    kind: 'message',
    id: randomUUID(),
    from: automated.safeParse(channelData).success ? 'notice' : 'customer',
    sender: from?.name ?? chat.customerName,
    text,
    at,
  } as const;
  const own = { ...(id !== undefined && { id }), ...(from && { from }), ...(channelData && { channelData }) };
  const details = { ...chat.details, sent: { ...sentIn(chat), [entry.id]: own } };
  return { ...withEntries(chat, entry), details };
}
