import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { jsonAnswer, jsonContent } from '../../../http/docs/json-content.ts';
import { bodyRefusals, refusal, refusalToWait, tooManyRequests } from '../../../http/docs/problem-schema.ts';
import type { ApiRoutes } from '../../../http/server/api-routes.ts';
import type { CallbackAccess } from '../access/callback-access.ts';

const id = z.string().max(256);

const serviceNowItem = z
  .looseObject({
    uiType: z.string().max(64).optional().describe('`OutputText`, `ActionMsg` and others.'),
    actionType: z.string().max(64).optional().describe('Of an `ActionMsg`, with or without that suffix.'),
    messageId: id.optional().describe('Names this item within its session. A repeat has no further effect.'),
    value: z.unknown().optional().describe('The text, or an object with the address of a link.'),
    label: z.string().optional().describe('The text where there is no `value`.'),
    message: z.string().optional().describe('The text of a system message or of a wait.'),
    waitTime: z.string().optional().describe('Such as `8 Seconds`.'),
    agentInfo: z
      .looseObject({ sentFromAgent: z.boolean().optional(), agentName: z.string().optional() })
      .optional()
      .describe('Words are an agent’s when `sentFromAgent` is true.'),
  })
  .meta({ id: 'ServiceNowItem' });

const serviceNowCallback = z
  .looseObject({
    requestId: id.optional().describe('Of the request that this answers.'),
    clientSessionId: id.optional().describe('The bridge’s own id of the session.'),
    clientVariables: z
      .looseObject({ handoffSession: id.optional() })
      .optional()
      .describe('What the bridge sent along. It names the session where `clientSessionId` is empty.'),
    body: z
      .union([z.array(serviceNowItem), serviceNowItem])
      .optional()
      .describe('A list of items, or one item.'),
    agentChat: z.boolean().optional(),
    completed: z.boolean().optional().describe('The conversation is over.'),
    takeControl: z.boolean().optional().describe('Control is given back, also after a fault.'),
  })
  .meta({ id: 'ServiceNowCallback' });

export const callbackPath = '/api/livechat/servicenow';
const scheme = 'serviceNowCallback';

/** What the document of the API says of a way to authenticate. */
export type SecurityOf = Parameters<ApiRoutes['openAPIRegistry']['registerComponent']>[2];

export function securityOf(access: CallbackAccess): SecurityOf {
  const description = 'As the operator has set it; the secret is `LIVECHAT_SERVICENOW_CALLBACK_SECRET`.';
  if (access.kind !== 'header') return { type: 'http', scheme: access.kind, description };
  return { type: 'apiKey', in: 'header', name: access.header, description };
}

/** What the route refers to. */
export function registerSecurity({ openAPIRegistry: registry }: ApiRoutes, security: SecurityOf): void {
  registry.registerComponent('securitySchemes', scheme, security);
}

const session = 'hs_0d3b2f6e-3c1a-4a0e-8a54-7e2f4c9d1b10';

const example = {
  requestId: '0b9f0c1e-6a1f-4a53-9d57-1f0f3c7e9b55',
  clientSessionId: session,
  clientVariables: { handoffSession: session },
  agentChat: true,
  body: [
    {
      uiType: 'OutputText',
      group: 'DefaultText',
      value: 'Hello Mia, which invoice is it?',
      messageId: '8f1c2b7a1b2c3d4e5f60718293a4b5c6',
      agentInfo: { sentFromAgent: true, agentName: 'Dana' },
    },
  ],
};

const taken = z.object({ status: z.enum(['accepted', 'duplicate', 'ended']) });

export const serviceNowCallbackRoute = createRoute({
  operationId: 'postServiceNowCallback',
  method: 'post',
  path: callbackPath,
  tags: ['From ServiceNow'],
  summary: 'What the Virtual Agent Bot Integration API tells of a conversation with an agent',
  description:
    'The response endpoint of ServiceNow’s Virtual Agent API. The items of one callback are taken in their order, up to the first one that is not taken. Fields that are not known, and items that are no agent’s and no text, are passed over.',
  security: [{ [scheme]: [] }],
  request: {
    body: {
      required: true,
      content: jsonContent(serviceNowCallback, example),
    },
  },
  responses: {
    200: jsonAnswer(
      'Taken, also when it is a repeat; or the session has ended, and nothing reaches the customer any more.',
      taken,
      { status: 'accepted' },
    ),
    400: refusal('Not a callback, or of no session. `field` names what is wrong first.'),
    401: refusal('Not authenticated as the operator has set it.'),
    404: refusal('No session of this id.'),
    ...bodyRefusals,
    429: tooManyRequests(
      'Too many messages wait for this customer, or too many requests of this session or without authentication.',
    ),
    503: refusalToWait(
      'Nothing of the item was taken: it could not be stored, or (`code` is `session-opening`) the start of the session is not answered yet.',
    ),
  },
});
