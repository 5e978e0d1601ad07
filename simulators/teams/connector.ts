import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import type { Entra } from '../entra/entra.ts';
import { cut } from '../faults/cut.ts';
import { connectorRefusal } from '../faults/planned-refusal.ts';
import { type Activity, readActivity } from './activity.ts';
import type { Chat } from './chat.ts';
import type { Failure, Faults } from './faults.ts';
import type { RateLimits } from './rate-limits.ts';

/** An activity that came to the Bot Connector, and how it was answered. */
export interface ReceivedActivity {
  readonly conversationId: string;
  readonly replyTo: string | undefined;
  readonly activity: Activity;
  readonly status: number | 'reset';
  /** ISO 8601. */
  readonly at: string;
}

interface ConnectorOptions {
  readonly entra: Entra;
  /** The only app that may speak in these chats. */
  readonly copilotClientId: string;
  readonly faults: Faults;
  /** Undefined leaves the rate unlimited. */
  readonly rateLimits: RateLimits | undefined;
  readonly chatOf: (conversationId: string) => Chat | undefined;
  readonly nextId: () => string;
  readonly received: (activity: ReceivedActivity) => void;
}

type Outcome =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Failure['headers'];
    }
  | { readonly kind: 'reset' };

const connectorAudience = 'https://api.botframework.com';
/** An activity larger than this, counted in UTF-16, is refused. */
const largestActivityBytes = 80 * 1024;

/** The routes of the Bot Connector through which a copilot speaks in Teams. */
export function connectorRoutes(options: ConnectorOptions): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.post('/v3/conversations/:conversationId/activities/:replyTo?', async (c) => {
    const conversationId = c.req.param('conversationId');
    const activity = await readActivity(c.req.raw);
    if (options.faults.delayMs > 0) await sleep(options.faults.delayMs);
    const outcome = await take(
      { authorization: c.req.header('authorization'), conversationId, activity },
      options,
    );
    options.received({
      conversationId,
      replyTo: c.req.param('replyTo'),
      activity: activity ?? { type: 'unreadable' },
      status: outcome.kind === 'reset' ? 'reset' : outcome.status,
      at: new Date().toISOString(),
    });
    return send(c, outcome);
  });
  return app;
}

interface Arrival {
  readonly authorization: string | undefined;
  readonly conversationId: string;
  readonly activity: Activity | undefined;
}

async function take(
  { authorization, conversationId, activity }: Arrival,
  options: ConnectorOptions,
): Promise<Outcome> {
  const claims = await options.entra.verified(authorization, connectorAudience);
  if ((claims?.azp ?? claims?.appid) !== options.copilotClientId)
    return answer(401, { message: 'Authorization has been denied for this request.' });
  if (!activity) return refused(400, 'BadSyntax', 'The body is not an activity.');
  const fault = options.faults.next(activity, conversationId);
  switch (fault.kind) {
    case 'failure':
      return failed(fault.failure);
    case 'reset':
      if (fault.afterAccepting) show(activity, conversationId, options);
      return { kind: 'reset' };
    case 'none':
      return show(activity, conversationId, options);
  }
}

function show(activity: Activity, conversationId: string, options: ConnectorOptions): Outcome {
  const chat = options.chatOf(conversationId);
  if (!chat) return refused(404, 'ConversationNotFound', 'Conversation not found.');
  if (activity.type !== 'message' && activity.type !== 'typing')
    return refused(400, 'BadArgument', `Unknown activity type: ${activity.type}.`);
  if (JSON.stringify(activity).length * 2 > largestActivityBytes)
    return refused(413, 'MessageSizeTooBig', 'Message size too large.');
  if (activity.type === 'message' && !activity.text)
    return refused(400, 'BadSyntax', 'Activity must include non empty text.');
  const allowed = options.rateLimits?.take(conversationId, Date.now()) ?? 'allowed';
  if (allowed !== 'allowed') return tooMany(allowed.againInMs);
  const id = options.nextId();
  if (activity.type === 'typing') chat.typing();
  else chat.put(shownMessage(id, activity));
  return answer(201, { id });
}

function shownMessage(id: string, { text, textFormat }: Activity) {
  return {
    id,
    from: 'copilot',
    text: text ?? '',
    at: new Date().toISOString(),
    format: textFormat === 'plain' ? 'plain' : 'markdown',
    delivery: 'delivered',
  } as const;
}

function failed({ status, body, headers }: Failure): Outcome {
  const said = body ?? connectorRefusal(status);
  return { kind: 'answer', status, body: said, ...(headers ? { headers } : {}) };
}

function tooMany(againInMs: number): Outcome {
  const headers = { 'retry-after': String(Math.ceil(againInMs / 1000)) };
  const body = { error: { code: 'TooManyRequests', message: 'Too many messages in this conversation.' } };
  return { kind: 'answer', status: 429, body, headers };
}

function refused(status: number, code: string, message: string): Outcome {
  return answer(status, { error: { code, message } });
}

function answer(status: number, body: unknown): Outcome {
  return { kind: 'answer', status, body };
}

function send(c: Context<{ Bindings: HttpBindings }>, outcome: Outcome): Response {
  if (outcome.kind === 'reset') {
    cut(c.env.incoming.socket);
    return RESPONSE_ALREADY_SENT;
  }
  return Response.json(outcome.body, { status: outcome.status, headers: { ...outcome.headers } });
}
