import { randomUUID } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { asEnded, type ChatRecord, idOnWire } from '../chats/chat-record.ts';
import { endedText } from '../chats/ended-text.ts';
import type { RestEnv } from '../rest-env.ts';
import type { RouteOptions } from '../vendor.ts';
import { choicesIn } from './choices.ts';
import { receipted, receiptedIn, said } from './conversations/messages.ts';
import { participantsIn } from './conversations/participants.ts';
import { readMessages, shownConversation } from './conversations/presented.ts';
import { API, INTEGRATION_ID, INTEGRATION_NAME } from './ids.ts';
import { channelRoutes } from './notifications/channel-routes.ts';
import { notifications } from './notifications/notifications.ts';
import { tellChanges } from './notifications/tell-changes.ts';
import { queueRoutes } from './queue-routes.ts';
import { refusal } from './refusals.ts';
import {
  type InboundMessage,
  inboundEvent,
  inboundMessage,
  inboundReceipt,
  participantChange,
} from './wire.ts';

const messages = `${API}/conversations/messages`;

/** The calls of the platform that an Open Messaging integration needs, and its notifications. */
export function genesysRoutes(app: Hono<RestEnv>, options: RouteOptions): void {
  const told = notifications(options);
  tellChanges(options, told);
  inboundRoutes(app, options);
  conversationRoutes(app, options);
  queueRoutes(app, options);
  channelRoutes(app, options, told);
}

/** A person has one open conversation. */
const openOf = ({ registry }: RouteOptions, person: string): ChatRecord | undefined =>
  registry.chats().findLast((chat) => chat.handoffSessionId === person && chat.status !== 'ended');

function inboundRoutes(app: Hono<RestEnv>, options: RouteOptions): void {
  const { registry } = options;
  const inbound = `${messages}/:integration/inbound/open`;
  app.use(`${inbound}/*`, async (c, next) =>
    c.req.param('integration') === INTEGRATION_ID ? next() : refusal(c, 404),
  );
  app.post(`${inbound}/message`, async (c) => {
    const body = inboundMessage.safeParse(c.get('body'));
    if (!body.success) return refusal(c, 400);
    const known = openOf(options, body.data.channel.from.id);
    if (known === undefined && options.refusal() === 'unavailable') return refusal(c, 404);
    const id = randomUUID();
    if (known) registry.change(known.id, (chat) => said(chat, body.data, id));
    const chat = known ?? opened(options, body.data, id);
    if (!known) await options.beforeAnswer(chat.id);
    return c.json(
      answerTo(body.data, { id, chat, isPrefetched: c.req.query('prefetchConversationId') === 'true' }),
    );
  });
  app.post(`${inbound}/event`, (c) => {
    const body = inboundEvent.safeParse(c.get('body'));
    if (!body.success) return refusal(c, 400);
    const chat = openOf(options, body.data.channel.from.id);
    if (chat) registry.change(chat.id, (found) => ({ ...found, customerTypedAt: new Date().toISOString() }));
    return c.json({
      id: randomUUID(),
      channel: channelOf(body.data.channel),
      type: 'Event',
      events: body.data.events,
    });
  });
  app.post(`${inbound}/receipt`, (c) => {
    const body = inboundReceipt.safeParse(c.get('body'));
    if (!body.success) return refusal(c, 400);
    const { channel, ...receipt } = body.data;
    const chat = receiptedIn(registry.chats(), body.data);
    if (chat === undefined) return refusal(c, 404);
    registry.change(chat.id, (found) => receipted(found, receipt));
    const from = { id: INTEGRATION_ID, idType: 'Opaque' };
    return c.json({
      ...receipt,
      channel: { ...channel, from, platform: 'Open', type: 'Private' },
      type: 'Receipt',
      direction: 'Outbound',
    });
  });
}

/** A chat whose id was given before is told from the others that had it by a number. */
function namesOf({ registry, newId }: RouteOptions): Pick<ChatRecord, 'id' | 'idAgain'> {
  const id = newId() ?? randomUUID();
  const before = registry.chats().filter((chat) => idOnWire(chat) === id).length;
  return before === 0 ? { id } : { id: `${id}#${before + 1}`, idAgain: id };
}

function opened(options: RouteOptions, message: InboundMessage, id: string): ChatRecord {
  const { registry, autoJoin } = options;
  const now = new Date().toISOString();
  const { from, metadata } = message.channel;
  const context = contextIn(metadata?.customAttributes);
  const chat: ChatRecord = {
    ...namesOf(options),
    handoffSessionId: from.id,
    customerName: from.nickname ?? 'Customer',
    ...(context && { context }),
    status: 'queued',
    openedAt: now,
    changedAt: now,
    entries: [],
  };
  registry.open(said(chat, message, id));
  if (autoJoin) registry.change(chat.id, (found) => ({ ...found, status: 'active', agentName: 'Dana' }));
  return registry.find(chat.id) ?? chat;
}

/** What a topic gave, beside what each conversation has. */
function contextIn(
  attributes: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> | undefined {
  const given = Object.entries(attributes).filter(([name]) => !/^(handoff_session|customer_\w+)$/.test(name));
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

const channelOf = (channel: InboundMessage['channel']) => ({
  id: INTEGRATION_ID,
  platform: 'Open',
  type: 'Private',
  to: { id: INTEGRATION_ID },
  ...channel,
});

interface Taken {
  readonly id: string;
  readonly chat: ChatRecord;
  readonly isPrefetched: boolean;
}

const answerTo = ({ channel, text }: InboundMessage, { id, chat, isPrefetched }: Taken) => ({
  id,
  channel: channelOf(channel),
  type: 'Text',
  text,
  ...(isPrefetched && { conversationId: idOnWire(chat) }),
});

function conversationRoutes(app: Hono<RestEnv>, { registry, choices }: RouteOptions): void {
  const chatOf = (c: Context<RestEnv>) => registry.byId(c.req.param('conversation') ?? '');
  app.get(`${API}/conversations/messaging/integrations/open/:integration`, (c) => {
    if (c.req.param('integration') !== INTEGRATION_ID) return refusal(c, 404);
    return c.json({
      id: INTEGRATION_ID,
      name: INTEGRATION_NAME,
      status: 'Active',
      createStatus: 'Completed',
    });
  });
  app.get(`${messages}/:conversation`, (c) => {
    const chat = chatOf(c);
    return chat ? c.json(shownConversation(chat, choicesIn(choices()))) : refusal(c, 404);
  });
  app.post(`${messages}/:conversation/messages/bulk`, (c) => {
    const chat = chatOf(c);
    const ids: unknown = c.get('body');
    if (!chat) return refusal(c, 404);
    if (!Array.isArray(ids)) return refusal(c, 400);
    return c.json(readMessages(chat, ids.map(String), choicesIn(choices())));
  });
  app.patch(`${messages}/:conversation/participants/:participant`, (c) => {
    const chat = chatOf(c);
    const change = participantChange.safeParse(c.get('body'));
    const participant = chat && participantsIn(chat).find(({ id }) => id === c.req.param('participant'));
    if (!chat || !participant) return refusal(c, 404);
    if (!change.success) return refusal(c, 400);
    if (participant.purpose === 'customer' && change.data.state === 'disconnected')
      registry.change(chat.id, disconnected);
    return c.json({}, 202);
  });
}

function disconnected(chat: ChatRecord): ChatRecord {
  const at = new Date().toISOString();
  const entry = { kind: 'event', id: randomUUID(), text: endedText('customer'), at } as const;
  return asEnded(chat, { reason: 'customer', by: 'other-side', entry });
}
