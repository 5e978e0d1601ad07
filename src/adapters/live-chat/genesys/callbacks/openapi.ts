import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { bodyRefusals, refusal, refusalToWait, tooManyRequests } from '../../../http/docs/problem-schema.ts';

export const callbackPath = '/api/livechat/genesys';

const outboundMessage = z
  .looseObject({
    id: z.string().describe('Of the message: a repeat has the same one.'),
    channel: z.looseObject({
      to: z.looseObject({ id: z.string().describe('Our own id of the session.') }),
    }),
    type: z
      .string()
      .describe(
        '`Text`, `Structured` and `Event` with typing are read. Others are answered 200 and have no effect.',
      ),
  })
  .meta({
    id: 'GenesysOutboundMessage',
    description: 'As an Open Messaging integration of Genesys Cloud sends it.',
  });

const security = 'genesysSignature';

export const genesysSecurity = {
  name: security,
  scheme: {
    type: 'apiKey' as const,
    in: 'header' as const,
    name: 'X-Hub-Signature-256',
    description:
      '`sha256=` and the base64 of HMAC-SHA256 over the body, with the outbound notification webhook signature secret of the integration (`LIVECHAT_GENESYS_WEBHOOK_SECRET`).',
  },
};

export const genesysCallbackRoute = createRoute({
  operationId: 'postGenesysCallback',
  method: 'post',
  path: callbackPath,
  tags: ['From Genesys Cloud'],
  summary: 'A message of an Open Messaging integration',
  description:
    'Genesys repeats what is answered with 429, with a 5xx or not within ten seconds: five times, five seconds apart. Agents who come, leave and end a conversation are not told here, and are heard on the notifications of Genesys.',
  security: [{ [security]: [] }],
  request: {
    headers: z.object({ 'x-hub-signature-256': z.string().max(256).optional() }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: outboundMessage,
          example: {
            id: '3f1c0b52ad8e4a41a1c2d5e6f7081920',
            channel: {
              id: '7a1d0e4c-5b6f-4c3d-9e8a-1b2c3d4e5f60',
              platform: 'Open',
              type: 'Private',
              to: { id: 'hs_7b0d9a52-6d7e-4f0c-9a27-0c4a7b8f1d11' },
              from: { nickname: 'Handoffs', id: '7a1d0e4c-5b6f-4c3d-9e8a-1b2c3d4e5f60', idType: 'Opaque' },
              time: '2026-11-23T09:30:00.000Z',
            },
            type: 'Text',
            text: 'Hello Mia, which invoice is it?',
            direction: 'Outbound',
          },
        },
      },
    },
  },
  responses: {
    200: {
      description: 'Stored, and delivered once; or nothing that concerns the customer.',
      content: {
        'application/json': { schema: z.object({ status: z.enum(['accepted', 'duplicate', 'ignored']) }) },
      },
    },
    400: refusal('Not a message as Genesys sends it. `field` names what is wrong first.'),
    401: refusal('Not signed with the secret of the integration.'),
    404: refusal('No session has this id.'),
    410: refusal(
      'The session has ended. Nothing reaches the customer any more, and the agent gets a receipt that says so.',
    ),
    ...bodyRefusals,
    429: tooManyRequests(
      'Too many messages wait for this customer, or too many requests of this session or without a valid signature.',
    ),
    503: refusalToWait(
      'Nothing was taken: the message could not be stored, or (`code` is `session-opening`) the start of its session is not answered yet.',
    ),
  },
});
