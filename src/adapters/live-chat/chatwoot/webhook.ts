import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { LiveChatAnswer } from '../../../application/ports/inbound.ts';
import { messageId, sessionId } from '../../../domain/ids.ts';
import { fieldOf } from '../../http/requests/field-of.ts';
import { Problem } from '../../http/requests/problem.ts';
import { parseJsonObject, readBody } from '../../http/requests/read-json.ts';
import { apiRoutes, serve } from '../../http/server/api-routes.ts';
import type { Routes, ServerEnv } from '../../http/server/routes.ts';
import { soleValue } from '../../http/server/times-sent.ts';
import { notTaken } from '../not-taken.ts';
import type { CallbackHandlers } from '../vendor.ts';
import { type Callback, callback, isBeside, isRead } from './callbacks/callback.ts';
import { chatwootCallbackRoute, chatwootSecurity } from './callbacks/openapi.ts';
import { judgeTrust, type Trust, type Trusting } from './callbacks/signature.ts';
import { type Told, toldBy } from './callbacks/told.ts';

export interface ChatwootWebhookDependencies extends CallbackHandlers {
  readonly trusting: Trusting;
  readonly now: () => number;
}

type Believed = Exclude<Trust, { readonly as: 'refused' }>;

/** `POST /api/livechat/chatwoot`: what the webhook of an API inbox sends. */
export function chatwootWebhook(dependencies: ChatwootWebhookDependencies): Routes {
  const { throttles } = dependencies;
  const routes = apiRoutes();
  routes.openAPIRegistry.registerComponent('securitySchemes', chatwootSecurity.name, chatwootSecurity.scheme);
  serve(routes, chatwootCallbackRoute, async (c) => {
    const body = await readBody(c);
    const trust = believed(dependencies, c, body);
    const sent = parseJsonObject(body);
    if (!isRead(sent.event) || isBeside(sent)) return c.json({ status: 'ignored' }, 200);
    const event = parsed(sent);
    const told = toldBy(event, nameOf(trust, body));
    if (told.kind === 'nothing') return c.json({ status: 'ignored' }, 200);
    throttles.session(c, { of: sourceOf(event), body });
    const outcome = await take(dependencies, event, told);
    if (trust.as === 'unsigned' && outcome === 'unknown') throttles.unauthenticated(c);
    return answer(c, outcome, told);
  });
  return routes;
}

function believed(
  { trusting, now, throttles }: ChatwootWebhookDependencies,
  c: Context<ServerEnv>,
  body: string,
): Believed {
  const headers = {
    timestamp: soleValue(c.env.incoming, 'x-chatwoot-timestamp'),
    signature: soleValue(c.env.incoming, 'x-chatwoot-signature'),
  };
  const trust = judgeTrust(trusting, headers, { body, now: now() });
  if (trust.as !== 'refused') return trust;
  throttles.unauthenticated(c);
  throw new Problem(401, 'The callback is not signed as agreed.', { refusal: trust.refusal });
}

function parsed(sent: Readonly<Record<string, unknown>>): Callback {
  const event = callback.safeParse(sent);
  if (event.success) return event.data;
  const field = fieldOf(event.error);
  throw new Problem(400, `The callback is not valid: ${field}.`, { field });
}

/** Names a request, the same for its repeat: by what was signed, or by its bytes. */
const nameOf = (trust: Believed, body: string): string =>
  trust.as === 'signed'
    ? trust.id.slice(0, 40)
    : createHash('sha256').update(body).digest('hex').slice(0, 32);

const sourceOf = (event: Callback): string =>
  'conversation' in event ? event.conversation.contact_inbox.source_id : event.contact_inbox.source_id;

type Worth = Exclude<Told, { readonly kind: 'nothing' }>;

/** By our own id of the session, which is hard to guess; the conversation's is a small number. */
function take(
  { relayAgentMessage, recordAgentStatus }: ChatwootWebhookDependencies,
  event: Callback,
  told: Worth,
): Promise<LiveChatAnswer> {
  const ids = { of: { sessionId: sessionId(sourceOf(event)) }, messageId: messageId(told.messageId) };
  if (told.kind === 'status') return recordAgentStatus({ ...ids, status: told.status });
  const { text, isAutomatic, agentName } = told;
  return relayAgentMessage({ ...ids, text, isAutomatic, ...(agentName !== undefined && { agentName }) });
}

/** An agent sees that words were refused. What else comes after the end, such as our own end, is no refusal worth a trace. */
function answer(c: Context, outcome: LiveChatAnswer, told: Worth) {
  if (outcome === 'accepted') return c.json({ status: outcome }, 202);
  const isWelcomeLate = outcome === 'ended' && (told.kind === 'status' || told.isAutomatic);
  if (outcome === 'duplicate' || isWelcomeLate) return c.json({ status: outcome }, 200);
  throw notTaken(c, outcome, 'conversation');
}
