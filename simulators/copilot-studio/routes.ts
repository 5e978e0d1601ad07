import { Hono } from 'hono';
import type { Entra } from '../entra/entra.ts';
import { type Activity, readActivity } from '../teams/activity.ts';
import { SpeechRefused } from './speech.ts';

/** A reply that was POSTed to the service URL, or to a callback, and how it was answered. */
export interface ReceivedReply {
  readonly conversationId: string;
  readonly replyTo: string | undefined;
  readonly activity: Activity;
  readonly status: number;
  /** ISO 8601. */
  readonly at: string;
  /** It came to a callback of a connected agent. */
  readonly isAtCallback?: true;
  /** Why a callback did not take it, where it was not by plan. */
  readonly refusedFor?: string;
}

interface RouteOptions {
  readonly entra: Entra;
  readonly copilotClientId: string;
  readonly skillClientId: string;
  readonly takeActivity: (activity: Activity) => Promise<void>;
  readonly replied: (conversationId: string, replyTo: string | undefined, reply: Activity) => Promise<void>;
  readonly received: (reply: ReceivedReply) => void;
  /** A status with which the next reply is refused. */
  readonly nextRefusal: () => number | undefined;
}

interface RouteResponse {
  readonly status: number;
  readonly body: unknown;
}

/** Where Teams delivers what customers say, and where the skill sends its replies. */
export function copilotStudioRoutes(options: RouteOptions): Hono {
  const app = new Hono();
  app.post('/channel/messages', async (c) => {
    const claims = await options.entra.verified(c.req.header('authorization'), options.copilotClientId);
    if (claims?.iss !== 'https://api.botframework.com')
      return c.json(error('Unauthorized', 'No right token.'), 401);
    const activity = await readActivity(c.req.raw);
    if (!activity) return c.json(error('BadSyntax', 'The body is not an activity.'), 400);
    try {
      await options.takeActivity(activity);
      return c.json({});
    } catch (cause) {
      return c.json(error('TurnFailed', String(cause)), 502);
    }
  });
  app.post('/v3/conversations/:conversationId/activities/:replyTo?', async (c) => {
    const conversationId = c.req.param('conversationId');
    const activity = await readActivity(c.req.raw);
    const replyTo = c.req.param('replyTo') ?? activity?.replyToId ?? undefined;
    const claims = await options.entra.verified(c.req.header('authorization'), options.copilotClientId);
    const isSkill = (claims?.azp ?? claims?.appid) === options.skillClientId;
    const { status, body } = isSkill
      ? await take({ conversationId, replyTo, activity }, options)
      : { status: 401, body: error('Unauthorized', 'Authorization has been denied for this request.') };
    const at = new Date().toISOString();
    options.received({ conversationId, replyTo, activity: activity ?? { type: 'unreadable' }, status, at });
    return Response.json(body, { status });
  });
  return app;
}

type Arrival = Pick<ReceivedReply, 'conversationId' | 'replyTo'> & {
  readonly activity: Activity | undefined;
};

async function take(
  { conversationId, replyTo, activity }: Arrival,
  options: RouteOptions,
): Promise<RouteResponse> {
  if (!activity) return { status: 400, body: error('BadSyntax', 'The body is not an activity.') };
  const refusal = options.nextRefusal();
  if (refusal !== undefined) return { status: refusal, body: error(String(refusal), 'A planned refusal.') };
  try {
    await options.replied(conversationId, replyTo, activity);
    return { status: 200, body: { id: activity.id ?? crypto.randomUUID() } };
  } catch (cause) {
    const isUnknown = cause instanceof SpeechRefused && cause.status === 404;
    if (isUnknown) return { status: 404, body: error('ConversationNotFound', 'Conversation not found.') };
    return { status: 502, body: error('BadGateway', String(cause)) };
  }
}

function error(code: string, message: string) {
  return { error: { code, message } };
}
