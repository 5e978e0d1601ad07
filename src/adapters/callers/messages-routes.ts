import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { type Log, toError } from '../../application/ports/log.ts';
import { notAdmitted } from '../bot-framework/identity/admission.ts';
import type { Authenticate, Authenticated, Caller } from '../bot-framework/identity/authentication.ts';
import type { InboundActivity } from '../bot-framework/inbound-activity.ts';
import { readActivity } from '../bot-framework/read-activity.ts';
import type { AllowsServiceUrl } from '../bot-framework/service-hosts.ts';
import type { Throttles } from '../http/limits/throttles.ts';
import { refuseBearer } from '../http/requests/bearer.ts';
import { Problem, problem, refused } from '../http/requests/problem.ts';
import { parseJsonObject, readBody } from '../http/requests/read-json.ts';
import { apiRoutes, serve } from '../http/server/api-routes.ts';
import type { Routes, ServerEnv } from '../http/server/routes.ts';
import { shownHost } from '../http/server/shown-id.ts';
import { soleAuthorization, soleValue } from '../http/server/times-sent.ts';
import { afterAnswer } from './after-answer.ts';
import { calledAs, connectorHeader } from './called-as.ts';
import { type CallerProtocol, ReplyNotDelivered, type TurnAnswer } from './caller.ts';
import { messagesRoute, tokenScheme, tokenSecurity } from './messages-openapi.ts';

interface MessagesRoutesParts {
  readonly authenticate: Authenticate;
  readonly callers: readonly CallerProtocol[];
  readonly throttles: Throttles;
  readonly log: Log;
}

/** The endpoint that copilots call, in whichever way: who calls how is settled before a caller sees anything. */
export function messagesRoutes(parts: MessagesRoutesParts): Routes {
  const { authenticate, callers, throttles, log } = parts;
  const routes = apiRoutes();
  routes.openAPIRegistry.registerComponent('securitySchemes', tokenScheme, tokenSecurity);
  serve(routes, messagesRoute, async (c) => {
    const known = authenticate(soleAuthorization(c));
    const from = callerOf(c, known instanceof Promise ? await known : known, throttles);
    const body = await readBody(c);
    const sent = parseJsonObject(body);
    const protocol = protocolOf(c, sent, callers);
    const refusedHere = notAdmitted(from, protocol.admission);
    if (refusedHere) refuseBearer(c, refusedHere, { throttles, of: 'the copilot' });
    const activity = readActivity(sent, protocol.assumed);
    checkServiceUrl(activity, from, protocol.allowsServiceUrl);
    throttles.conversation(c, { of: activity.conversation.id, body });
    if (activity.type === 'invoke') throw refused(501, 'Invoke activities are not supported.', 'unsupported');
    const turn = { activity, activityId: activity.id ?? randomUUID(), callerAppId: from.appId };
    try {
      const answer = await protocol.answer(turn);
      if (answer.settled) afterAnswer(c.env.outgoing, answer.settled, notSettled(log, turn.activityId));
      return answerTurn(c, answer);
    } catch (error) {
      return notDelivered(c, { log, error, activity: turn.activityId });
    }
  });
  return routes;
}

function callerOf(c: Context<ServerEnv>, result: Authenticated, throttles: Throttles): Caller {
  if (result.outcome === 'authenticated') return result.caller;
  return refuseBearer(c, result, { throttles, of: 'the copilot' });
}

/** What says nothing of its way is taken for a call of the way that there is, and for a skill's where there are both. */
function protocolOf(
  c: Context<ServerEnv>,
  sent: Readonly<Record<string, unknown>>,
  callers: readonly CallerProtocol[],
): CallerProtocol {
  const said = calledAs(sent, soleValue(c.env.incoming, connectorHeader));
  const found = said === undefined ? callers[0] : callers.find((each) => each.calledAs === said);
  if (found !== undefined) return found;
  const expected = callers.map((each) => each.calledAs).join(' ');
  const refusal = { reason: 'way-not-allowed', compared: { calledAs: said, expected } } as const;
  throw new Problem(403, 'The bridge is not called in this way.', { field: 'recipient.role', refusal });
}

/** Everything we say goes to this address, with a token of ours or by the right that it carries. */
function checkServiceUrl({ serviceUrl }: InboundActivity, caller: Caller, allows: AllowsServiceUrl): void {
  const host = shownHost(serviceUrl);
  if (!allows(serviceUrl)) {
    const refusal = { reason: 'service-host-not-allowed', compared: { host } } as const;
    throw new Problem(403, 'The service URL is not allowed.', { field: 'serviceUrl', refusal });
  }
  if (caller.serviceUrl === undefined || URL.parse(caller.serviceUrl)?.host === URL.parse(serviceUrl)?.host)
    return;
  const refusal = {
    reason: 'wrong-service-url',
    compared: { host, tokenFor: shownHost(caller.serviceUrl) },
  } as const;
  throw new Problem(403, 'The token is for another service URL.', { field: 'serviceUrl', refusal });
}

const answerTurn = (c: Context<ServerEnv>, { body, contentType = 'application/json' }: TurnAnswer) =>
  body === undefined ? c.body(null, 200) : c.body(body, 200, { 'content-type': contentType });

const notSettled = (log: Log, activity: string) => (error: unknown) =>
  log.error({ activity, err: toError(error) }, 'words-not-settled');

interface Failed extends Pick<MessagesRoutesParts, 'log'> {
  readonly error: unknown;
  readonly activity: string;
}

function notDelivered(c: Context<ServerEnv>, { log, error, activity }: Failed) {
  if (!(error instanceof ReplyNotDelivered)) throw error;
  log.warn({ activity, err: error }, 'reply-not-delivered');
  return problem(c, 502, {
    detail: 'The reply could not be delivered to the copilot. Please repeat the activity.',
  });
}
