import type { Context } from 'hono';
import type { LiveChatAnswer } from '../../../application/ports/inbound.ts';
import type { Throttles } from '../../http/limits/throttles.ts';
import { type CheckBearer, refuseBearer } from '../../http/requests/bearer.ts';
import { fieldOf } from '../../http/requests/field-of.ts';
import { Problem, refused } from '../../http/requests/problem.ts';
import { parseJsonObject, readBody } from '../../http/requests/read-json.ts';
import { apiRoutes, serve } from '../../http/server/api-routes.ts';
import type { Routes } from '../../http/server/routes.ts';
import { soleAuthorization } from '../../http/server/times-sent.ts';
import { activityRoute, tokenScheme, tokenSecurity } from './callbacks/openapi.ts';
import { type CallbackParts, type Taken, takeActivity } from './callbacks/take-activity.ts';
import { type Activity, activity, asMeant, conversationOf } from './wire.ts';

export interface DynamicsWebhookParts extends CallbackParts {
  readonly checkBearer: CheckBearer;
  readonly throttles: Throttles;
}

/** Where Dynamics posts activities below the URL that the operator gives it. */
export function dynamicsWebhook(parts: DynamicsWebhookParts): Routes {
  const { checkBearer, throttles } = parts;
  const routes = apiRoutes();
  routes.openAPIRegistry.registerComponent('securitySchemes', tokenScheme, tokenSecurity);
  serve(routes, activityRoute, async (c) => {
    const checked = await checkBearer(soleAuthorization(c));
    if (checked.outcome !== 'authenticated')
      return refuseBearer(c, checked, { throttles, of: 'the custom messaging channel' });
    const body = await readBody(c);
    const read = readActivity(body);
    const conversation = conversationIn(c.req.param('conversationId') ?? '', read);
    throttles.session(c, { of: conversation, body });
    return answer(c, await takeActivity(parts, { conversation, activity: read }));
  });
  return routes;
}

function readActivity(body: string): Activity {
  const parsed = activity.safeParse(asMeant(parseJsonObject(body)));
  if (parsed.success) return parsed.data;
  throw invalid(fieldOf(parsed.error));
}

/** The path names the conversation; a body that names another one is not believed. */
function conversationIn(inPath: string, { conversation }: Activity) {
  const named = conversationOf(inPath);
  if (conversation?.id !== undefined && conversationOf(conversation.id) !== named)
    throw invalid('conversation.id');
  return named;
}

const invalid = (field: string): Problem =>
  new Problem(400, `The activity is not valid: ${field}.`, { field });

const statuses = {
  accepted: 200,
  duplicate: 200,
  ignored: 200,
  unknown: 404,
  ended: 410,
  opening: 503,
  full: 429,
} as const satisfies Record<LiveChatAnswer | 'ignored', number>;

/** Dynamics repeats what is not answered with 200, twice, and reads no body. */
function answer(c: Context, taken: Taken) {
  switch (taken) {
    case 'accepted':
    case 'duplicate':
    case 'ignored':
      return c.json({ status: taken }, statuses[taken]);
    case 'unknown':
      throw refused(statuses[taken], 'This conversation is not known.', 'unknown-live-chat');
    case 'ended':
      throw refused(statuses[taken], 'This conversation has ended.', 'live-chat-ended');
    case 'opening':
      c.header('retry-after', '1');
      throw new Problem(statuses[taken], 'This conversation is not known yet. Please repeat the activity.', {
        more: { code: 'session-opening' },
        refusal: { reason: 'live-chat-opening' },
      });
    case 'full':
      c.header('retry-after', '5');
      throw refused(statuses[taken], 'Too many messages wait for this customer.', 'lane-full');
  }
}
