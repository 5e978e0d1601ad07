import type { Context } from 'hono';
import type { LiveChatAnswer } from '../../../application/ports/inbound.ts';
import { type SessionId, sessionId } from '../../../domain/ids.ts';
import type { Throttles } from '../../http/limits/throttles.ts';
import { fieldOf } from '../../http/requests/field-of.ts';
import { Problem } from '../../http/requests/problem.ts';
import { parseJsonObject, readBody } from '../../http/requests/read-json.ts';
import { withoutNulls } from '../../http/requests/without-nulls.ts';
import { apiRoutes, serve } from '../../http/server/api-routes.ts';
import type { Routes } from '../../http/server/routes.ts';
import { notTaken } from '../not-taken.ts';
import type { CheckCallback } from './access/callback-access.ts';
import { registerSecurity, type SecurityOf, serviceNowCallbackRoute } from './callbacks/openapi.ts';
import type { TakeCallback } from './callbacks/take-callback.ts';
import { type Callback, callback } from './wire.ts';

export interface ServiceNowWebhookDependencies {
  readonly check: CheckCallback;
  readonly take: TakeCallback;
  readonly throttles: Throttles;
  readonly security: SecurityOf;
}

/** `POST /api/livechat/servicenow`: what the Virtual Agent Bot Integration API sends to its response endpoint. */
export function serviceNowWebhook(dependencies: ServiceNowWebhookDependencies): Routes {
  const { check, take, throttles, security } = dependencies;
  const routes = apiRoutes();
  registerSecurity(routes, security);
  serve(routes, serviceNowCallbackRoute, async (c) => {
    const rawBody = await readBody(c);
    check(c);
    const parsed = callback.safeParse(withoutNulls(parseJsonObject(rawBody)));
    if (!parsed.success) throw notValid(fieldOf(parsed.error));
    const of = sessionOf(parsed.data);
    throttles.session(c, { of, body: rawBody });
    return answer(c, await take({ sessionId: of, callback: parsed.data, rawBody }));
  });
  return routes;
}

const notValid = (field: string): Problem =>
  new Problem(400, `The callback is not valid: ${field}.`, { field });

/** Both are ours and come back. Where they disagree, neither is believed. */
function sessionOf({ clientSessionId, clientVariables }: Callback): SessionId {
  const inVariables = clientVariables?.handoffSession;
  if (clientSessionId !== undefined && inVariables !== undefined && clientSessionId !== inVariables)
    throw notValid('clientVariables.handoffSession');
  const id = clientSessionId ?? inVariables;
  if (id === undefined) throw notValid('clientSessionId');
  return sessionId(id);
}

/** What comes after the end is no fault of ServiceNow's, whose farewell comes after every end of ours. */
function answer(c: Context, outcome: LiveChatAnswer) {
  if (outcome === 'accepted' || outcome === 'duplicate' || outcome === 'ended')
    return c.json({ status: outcome }, 200);
  throw notTaken(c, outcome, 'session');
}
