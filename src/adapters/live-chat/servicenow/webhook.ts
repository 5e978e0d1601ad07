import type { Context } from 'hono';
import type { LiveChatAnswer } from '../../../application/ports/inbound.ts';
import { type SessionId, sessionId } from '../../../domain/ids.ts';
import type { Throttles } from '../../http/limits/throttles.ts';
import { fieldOf } from '../../http/requests/field-of.ts';
import { Problem, refused } from '../../http/requests/problem.ts';
import { parseJsonObject, readBody } from '../../http/requests/read-json.ts';
import { withoutNulls } from '../../http/requests/without-nulls.ts';
import { apiRoutes, serve } from '../../http/server/api-routes.ts';
import type { Routes } from '../../http/server/routes.ts';
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
const statuses = {
  accepted: 200,
  duplicate: 200,
  ended: 200,
  unknown: 404,
  opening: 503,
  full: 429,
} as const satisfies Record<LiveChatAnswer, number>;

function answer(c: Context, outcome: LiveChatAnswer) {
  switch (outcome) {
    case 'accepted':
    case 'duplicate':
    case 'ended':
      return c.json({ status: outcome }, statuses[outcome]);
    case 'unknown':
      throw refused(statuses[outcome], 'This session is not known.', 'unknown-live-chat');
    case 'opening':
      c.header('retry-after', '1');
      throw new Problem(statuses[outcome], 'The start of this session is not answered yet.', {
        more: { code: 'session-opening' },
        refusal: { reason: 'live-chat-opening' },
      });
    case 'full':
      c.header('retry-after', '5');
      throw refused(statuses[outcome], 'Too many messages wait for this customer.', 'lane-full');
  }
}
