import type { Context } from 'hono';
import type { LiveChatAnswer, RelayAgentMessage } from '../../../application/ports/inbound.ts';
import { liveChatId, messageId } from '../../../domain/ids.ts';
import { personName } from '../../../domain/plain-text.ts';
import type { Throttles } from '../../http/limits/throttles.ts';
import { fieldOf } from '../../http/requests/field-of.ts';
import { Problem } from '../../http/requests/problem.ts';
import { parseJsonObject, readBody } from '../../http/requests/read-json.ts';
import {
  refusalOfSignature,
  signatureScheme,
  signatureSecurity,
  signedHeadersOf,
} from '../../http/requests/standard-webhook.ts';
import { apiRoutes, serve } from '../../http/server/api-routes.ts';
import type { Routes } from '../../http/server/routes.ts';
import { notTaken } from '../not-taken.ts';
import { sampleCallbackRoute } from './openapi.ts';
import type { JudgeTrust } from './signature.ts';
import { asMeant, callback, fieldNames } from './wire.ts';

export interface ContosoSampleWebhookDependencies {
  readonly relayAgentMessage: RelayAgentMessage;
  readonly trustOf: JudgeTrust;
  readonly throttles: Throttles;
}

/** `POST /api/livechat/messages`: what the desk of Microsoft's shipped sample sends. */
export function contosoSampleWebhook(dependencies: ContosoSampleWebhookDependencies): Routes {
  const { relayAgentMessage, trustOf, throttles } = dependencies;
  const routes = apiRoutes();
  routes.openAPIRegistry.registerComponent('securitySchemes', signatureScheme, signatureSecurity);
  serve(routes, sampleCallbackRoute, async (c) => {
    const body = await readBody(c);
    const headers = signedHeadersOf(c);
    const trust = trustOf(headers, body);
    if (trust === 'refused') {
      throttles.unauthenticated(c);
      const refusal = refusalOfSignature(headers);
      throw new Problem(401, 'The callback is not signed as agreed.', { refusal });
    }
    const parsed = callback.safeParse(asMeant(parseJsonObject(body)));
    if (!parsed.success) {
      const name = fieldOf(parsed.error);
      const field = fieldNames[name] ?? name;
      throw new Problem(400, `The callback is not valid: ${field}.`, { field });
    }
    const { conversationid, id, message, sender } = parsed.data;
    throttles.session(c, { of: conversationid, body });
    const agentName = personName(sender, 'Agent');
    const outcome = await relayAgentMessage({
      of: { liveChatId: liveChatId(conversationid) },
      messageId: messageId(id),
      text: message,
      agentName,
      isGuessable: trust === 'unsigned',
    });
    // Where nothing is signed, the id is all that a sender has to know, and this one has guessed.
    if (trust === 'unsigned' && (outcome === 'unknown' || outcome === 'opening'))
      throttles.unauthenticated(c);
    return answer(c, outcome, { message, receivedFrom: agentName });
  });
  return routes;
}

/** The sample's desk reads what it sent from the answer. */
function answer(
  c: Context,
  outcome: LiveChatAnswer,
  echo: { readonly message: string; readonly receivedFrom: string },
) {
  if (outcome === 'accepted' || outcome === 'duplicate')
    return c.json({ ...echo, timestamp: new Date().toISOString() }, 200);
  throw notTaken(c, outcome, 'conversation');
}
