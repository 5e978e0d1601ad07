import type { Context } from 'hono';
import type { Throttles } from '../../http/limits/throttles.ts';
import { fieldOf } from '../../http/requests/field-of.ts';
import { Problem } from '../../http/requests/problem.ts';
import { parseJsonObject, readBody } from '../../http/requests/read-json.ts';
import { withoutNulls } from '../../http/requests/without-nulls.ts';
import { apiRoutes, serve } from '../../http/server/api-routes.ts';
import type { Routes } from '../../http/server/routes.ts';
import { soleValue } from '../../http/server/times-sent.ts';
import { notTaken } from '../not-taken.ts';
import { callback } from './callbacks/callback.ts';
import { genesysCallbackRoute, genesysSecurity } from './callbacks/openapi.ts';
import type { CheckSignature } from './callbacks/signature.ts';
import { type Taken, type TakeParts, takeCallback } from './callbacks/take-callback.ts';

export interface GenesysWebhookParts extends TakeParts {
  readonly check: CheckSignature;
  readonly throttles: Throttles;
}

/** `POST /api/livechat/genesys`: what the webhook of an Open Messaging integration sends. */
export function genesysWebhook(parts: GenesysWebhookParts): Routes {
  const { check, throttles } = parts;
  const routes = apiRoutes();
  routes.openAPIRegistry.registerComponent('securitySchemes', genesysSecurity.name, genesysSecurity.scheme);
  serve(routes, genesysCallbackRoute, async (c) => {
    const body = await readBody(c);
    const refusal = check({ signature: soleValue(c.env.incoming, 'x-hub-signature-256'), body });
    if (refusal) {
      throttles.unauthenticated(c);
      throw new Problem(401, 'The callback is not signed as agreed.', { refusal });
    }
    const parsed = callback.safeParse(withoutNulls(parseJsonObject(body)));
    if (!parsed.success) {
      const field = fieldOf(parsed.error);
      throw new Problem(400, `The callback is not valid: ${field}.`, { field });
    }
    throttles.session(c, { of: parsed.data.channel.to.id, body });
    return answer(c, await takeCallback(parts, parsed.data));
  });
  return routes;
}

/** Genesys repeats 429 and 5xx, and reads no body. */
function answer(c: Context, taken: Taken) {
  if (taken === 'accepted' || taken === 'duplicate' || taken === 'ignored')
    return c.json({ status: taken }, 200);
  throw notTaken(c, taken, 'session');
}
