import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { Log } from '../../../application/ports/log.ts';
import type { Authenticate, Authenticated, Caller } from '../../bot-framework/identity/authentication.ts';
import type { InboundActivity, ReceivedActivity } from '../../bot-framework/inbound-activity.ts';
import { readActivity } from '../../bot-framework/read-activity.ts';
import type { AllowsServiceUrl } from '../../bot-framework/service-hosts.ts';
import type { Throttles } from '../../http/limits/throttles.ts';
import { refuseBearer } from '../../http/requests/bearer.ts';
import { Problem, problem, refused } from '../../http/requests/problem.ts';
import { readBody } from '../../http/requests/read-json.ts';
import { apiRoutes, serve } from '../../http/server/api-routes.ts';
import type { Routes, ServerEnv } from '../../http/server/routes.ts';
import { shownHost } from '../../http/server/shown-id.ts';
import { soleAuthorization } from '../../http/server/times-sent.ts';
import { type ManifestSettings, skillManifest } from './manifest.ts';
import { manifestRoute, messagesRoute, tokenScheme, tokenSecurity } from './openapi.ts';
import { sendReplies } from './send-replies.ts';
import { ReplyNotDelivered, type SkillAdapter } from './skill-adapter.ts';
import { type SkillTurnDependencies, skillTurn } from './skill-turn.ts';

export interface SkillRoutesParts extends SkillTurnDependencies {
  readonly authenticate: Authenticate;
  readonly allowsServiceUrl: AllowsServiceUrl;
  readonly adapter: SkillAdapter;
  readonly manifest: ManifestSettings;
  readonly throttles: Throttles;
  readonly log: Log;
}

/** What Copilot Studio calls: the skill's endpoint and its manifest. */
export function skillRoutes(parts: SkillRoutesParts): Routes {
  const routes = apiRoutes();
  routes.openAPIRegistry.registerComponent('securitySchemes', tokenScheme, tokenSecurity);
  const manifest = skillManifest(parts.manifest);
  serve(routes, manifestRoute, (c) => c.json(manifest, 200));
  serve(routes, messagesRoute, async (c) => {
    const caller = callerOf(c, await parts.authenticate(soleAuthorization(c)), parts.throttles);
    const body = await readBody(c);
    const activity = readActivity(body);
    checkServiceUrl(activity, caller, parts.allowsServiceUrl);
    parts.throttles.conversation(c, { of: activity.conversation.id, body });
    return takeTurn(c, parts, { activity, callerAppId: caller.appId });
  });
  return routes;
}

function callerOf(c: Context<ServerEnv>, result: Authenticated, throttles: Throttles): Caller {
  if (result.outcome === 'authenticated') return result.caller;
  return refuseBearer(c, result, { throttles, of: 'the copilot' });
}

/** Everything we say goes to this address with a token of ours. */
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

async function takeTurn(
  c: Context<ServerEnv>,
  dependencies: SkillRoutesParts,
  { activity: sent, callerAppId }: ReceivedActivity,
) {
  if (sent.type === 'invoke') throw refused(501, 'Invoke activities are not supported.', 'unsupported');
  // The SDK needs a recipient for its replies, and takes some roles for identities that we do not have.
  const recipient = { id: dependencies.manifest.appId, ...sent.recipient, role: 'skill' };
  const activity = { ...sent, recipient };
  const turn = { activity, activityId: activity.id ?? randomUUID(), callerAppId };
  try {
    const replies = await skillTurn(dependencies, turn);
    const { body } = await sendReplies(dependencies.adapter, { activity, callerAppId, replies });
    return body === undefined ? c.body(null, 200) : c.body(body, 200, { 'content-type': 'application/json' });
  } catch (error) {
    if (!(error instanceof ReplyNotDelivered)) throw error;
    dependencies.log.warn({ activity: turn.activityId, err: error }, 'reply-not-delivered');
    return problem(c, 502, {
      detail: 'The reply could not be delivered to the copilot. Please repeat the activity.',
    });
  }
}
