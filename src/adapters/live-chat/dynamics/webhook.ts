import type { Context } from 'hono';
import type { Throttles } from '../../http/limits/throttles.ts';
import { type CheckBearer, refuseBearer } from '../../http/requests/bearer.ts';
import { fieldOf } from '../../http/requests/field-of.ts';
import { Problem } from '../../http/requests/problem.ts';
import { parseJsonObject, readBody } from '../../http/requests/read-json.ts';
import { apiRoutes, serve } from '../../http/server/api-routes.ts';
import type { Routes } from '../../http/server/routes.ts';
import { soleAuthorization } from '../../http/server/times-sent.ts';
import { notTaken } from '../not-taken.ts';
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

/** Dynamics repeats what is not answered with 200, twice, and reads no body. */
function answer(c: Context, taken: Taken) {
  if (taken === 'accepted' || taken === 'duplicate' || taken === 'ignored')
    return c.json({ status: taken }, 200);
  throw notTaken(c, taken, 'conversation');
}
