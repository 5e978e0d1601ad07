import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { bodyRefusals, refusal, refusalToWait, tooManyRequests } from '../../../http/docs/problem-schema.ts';
import type { ApiRoutes } from '../../../http/server/api-routes.ts';
import { batch } from './event-wire.ts';
import { triggerBody } from './support-wire.ts';

export const callbackPath = '/api/livechat/zendesk';
const supportPath = `${callbackPath}/support`;

const tags = ['From Zendesk'];
const keyScheme = 'zendeskSharedSecret';
const signatureScheme = 'zendeskSupportSignature';

/** How the two kinds of webhooks prove who they are, for a document that has their routes. */
export function registerSecurity({ openAPIRegistry: registry }: ApiRoutes): void {
  registry.registerComponent('securitySchemes', keyScheme, {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
    description: 'The shared secret of the Conversations webhook, `LIVECHAT_ZENDESK_WEBHOOK_SECRET`.',
  });
  registry.registerComponent('securitySchemes', signatureScheme, {
    type: 'apiKey',
    in: 'header',
    name: 'X-Zendesk-Webhook-Signature',
    description:
      'The base64 of HMAC-SHA256 over `X-Zendesk-Webhook-Signature-Timestamp` and the raw body, with `LIVECHAT_ZENDESK_SUPPORT_WEBHOOK_SECRET`. A time more than five minutes off is refused.',
  });
}

const answers = z.object({
  events: z
    .array(z.enum(['accepted', 'duplicate', 'unknown', 'ended']))
    .describe('What became of each event that concerns a session. None of them has to come again.'),
});

const responses = {
  200: {
    description:
      'Nothing of this callback has to come again: it is stored, is a repeat, or concerns no open session of the bridge.',
    content: { 'application/json': { schema: answers, example: { events: ['accepted'] } } },
  },
  400: refusal('Not a callback of Zendesk, or none of its events is. `field` names what is wrong first.'),
  401: refusal('Not authenticated as agreed.'),
  ...bodyRefusals,
  429: tooManyRequests(
    'Too many messages wait for a customer, or too many requests of one session or without authentication. A repeat of the whole callback is safe: what was taken is a duplicate then.',
  ),
  503: refusalToWait(
    'An event could not be stored, or (`code` is `session-opening`) its conversation is not known yet. A repeat of the whole callback is safe: what was taken is a duplicate then.',
  ),
};

export const conversationsRoute = createRoute({
  operationId: 'postZendeskEvents',
  method: 'post',
  path: callbackPath,
  tags,
  summary: 'Events of a Conversations webhook',
  description:
    'For `conversation:message`, `switchboard:passControl`, `switchboard:passControl:failure` and `switchboard:releaseControl` of Sunshine Conversations v2; other types are taken and left alone. One answer counts for all events of a callback.',
  security: [{ [keyScheme]: [] }],
  request: { body: { required: true, content: { 'application/json': { schema: batch } } } },
  responses,
});

export const supportRoute = createRoute({
  operationId: 'postZendeskSupportEvent',
  method: 'post',
  path: supportPath,
  tags,
  summary: 'What a trigger of Zendesk Support tells of agents and ends',
  description:
    'The body of a trigger’s webhook, or an event `zen:event-type:ticket.status_changed` or `zen:event-type:ticket.agent_assignment_changed` of a ticket whose tags name the session.',
  security: [{ [signatureScheme]: [] }],
  request: { body: { required: true, content: { 'application/json': { schema: triggerBody } } } },
  responses,
});
