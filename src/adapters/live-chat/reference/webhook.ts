import type { Context } from 'hono';
import type {
  AgentStatus,
  LiveChatAnswer,
  RecordAgentStatus,
  RelayAgentMessage,
} from '../../../application/ports/inbound.ts';
import { liveChatId, messageId } from '../../../domain/ids.ts';
import { personName, plainText } from '../../../domain/plain-text.ts';
import type { Throttles } from '../../http/limits/throttles.ts';
import { fieldOf } from '../../http/requests/field-of.ts';
import { Problem } from '../../http/requests/problem.ts';
import { parseJsonObject, readBody } from '../../http/requests/read-json.ts';
import { refusalOfSignature, signedHeadersOf } from '../../http/requests/standard-webhook.ts';
import type { IsSigned } from '../../http/requests/webhook-signature.ts';
import { apiRoutes, serve } from '../../http/server/api-routes.ts';
import type { Routes } from '../../http/server/routes.ts';
import { notTaken } from '../not-taken.ts';
import { callbackRoute, registerCallback } from './openapi.ts';
import { type Callback, callback, callbackAsMeant, endCauses, nameAsSent } from './wire.ts';

export interface ReferenceWebhookDependencies {
  readonly relayAgentMessage: RelayAgentMessage;
  readonly recordAgentStatus: RecordAgentStatus;
  readonly isSigned: IsSigned;
  readonly throttles: Throttles;
}

/** `POST /api/messages/proactive`: what a live chat that speaks the reference contract tells us. */
export function referenceWebhook(dependencies: ReferenceWebhookDependencies): Routes {
  const routes = apiRoutes();
  registerCallback(routes);
  serve(routes, callbackRoute, async (c) => {
    const body = await readBody(c);
    const headers = signedHeadersOf(c);
    if (!dependencies.isSigned(headers, body)) {
      dependencies.throttles.unauthenticated(c);
      const refusal = refusalOfSignature(headers);
      throw new Problem(401, 'The callback is not signed as agreed.', { refusal });
    }
    const sent = parseJsonObject(body);
    const parsed = callback.safeParse(callbackAsMeant(sent));
    if (!parsed.success) {
      const field = nameAsSent(fieldOf(parsed.error), sent);
      throw new Problem(400, `The callback is not valid: ${field}.`, { field });
    }
    dependencies.throttles.session(c, { of: parsed.data.sessionId, body });
    return answer(c, await take(dependencies, parsed.data), parsed.data.messageId);
  });
  return routes;
}

const defaultAgentName = 'Agent';

function take(dependencies: ReferenceWebhookDependencies, callback: Callback): Promise<LiveChatAnswer> {
  const of = { liveChatId: liveChatId(callback.sessionId) };
  const ids = { of, messageId: messageId(callback.messageId) };
  if (callback.type !== 'message')
    return dependencies.recordAgentStatus({ ...ids, status: statusOf(callback) });
  const agentName = personName(callback.sender, defaultAgentName);
  return dependencies.relayAgentMessage({ ...ids, text: callback.message, agentName });
}

function statusOf(callback: Exclude<Callback, { type: 'message' }>): AgentStatus {
  switch (callback.type) {
    case 'typing':
      return { type: 'typing' };
    case 'agent-joined':
      return { type: 'joined', agentName: personName(callback.sender, defaultAgentName) };
    case 'agent-left':
      return { type: 'left', agentName: personName(callback.sender, defaultAgentName) };
    case 'agent-transferred':
      return { type: 'transferred', agentName: personName(callback.sender, defaultAgentName) };
    case 'queue-position': {
      const { queuePosition: position, estimatedWaitSeconds } = callback;
      return {
        type: 'queue-position',
        position,
        ...(estimatedWaitSeconds !== undefined && { estimatedWaitSeconds }),
      };
    }
    case 'session-ended':
      return {
        type: 'ended',
        cause: endCauses.find((each) => each === callback.cause) ?? 'agent',
        ...(callback.message && { lastMessage: plainText(callback.message) }),
      };
  }
}

function answer(c: Context, outcome: LiveChatAnswer, messageId: string) {
  if (outcome === 'accepted') return c.json({ status: outcome, messageId }, 202);
  if (outcome === 'duplicate') return c.json({ status: outcome, messageId }, 200);
  throw notTaken(c, outcome, 'session');
}
