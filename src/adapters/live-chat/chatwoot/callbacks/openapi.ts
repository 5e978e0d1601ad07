import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { bodyRefusals, refusal, refusalToWait, tooManyRequests } from '../../../http/docs/problem-schema.ts';

export const callbackPath = '/api/livechat/chatwoot';

const chatwootEvent = z
  .looseObject({
    event: z
      .string()
      .describe(
        '`message_created`, `message_updated`, `conversation_created`, `conversation_status_changed`, `conversation_updated`, `conversation_typing_on` and `conversation_typing_off` are read. Others are answered 200 and have no effect.',
      ),
  })
  .meta({ id: 'ChatwootEvent', description: 'As the webhook of a Chatwoot API inbox sends it.' });

const security = 'chatwootSignature';

export const chatwootSecurity = {
  name: security,
  scheme: {
    type: 'apiKey' as const,
    in: 'header' as const,
    name: 'X-Chatwoot-Signature',
    description:
      '`sha256=` and the hex of HMAC-SHA256 over `{X-Chatwoot-Timestamp}.{body}`, with the secret of the inbox (`LIVECHAT_CHATWOOT_WEBHOOK_SECRET`). Chatwoot signs since 4.13.',
  },
};

export const chatwootCallbackRoute = createRoute({
  operationId: 'postChatwootCallback',
  method: 'post',
  path: callbackPath,
  tags: ['From Chatwoot'],
  summary: 'An event of a Chatwoot API inbox',
  description:
    'Chatwoot sends an event once. It marks a message as failed in front of the agent when the answer is not 2xx, so words that reach no customer are refused.',
  security: [{ [security]: [] }, {}],
  request: {
    headers: z.object({
      'x-chatwoot-timestamp': z.string().max(16).optional().describe('Seconds since 1970, at most 300 off.'),
      'x-chatwoot-signature': z.string().max(256).optional(),
    }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: chatwootEvent,
          example: {
            event: 'message_created',
            id: 4711,
            content: 'Hello Mia, which invoice is it?',
            message_type: 'outgoing',
            private: false,
            sender: { id: 3, name: 'Dana', type: 'user' },
            conversation: {
              id: 12,
              contact_inbox: { source_id: 'hs_7b0d9a52-6d7e-4f0c-9a27-0c4a7b8f1d11' },
            },
          },
        },
      },
    },
  },
  responses: {
    202: {
      description: 'Accepted: it is stored, and will be delivered once.',
      content: { 'application/json': { schema: z.object({ status: z.literal('accepted') }) } },
    },
    200: {
      description: 'A repeat, or nothing that concerns the customer.',
      content: {
        'application/json': { schema: z.object({ status: z.enum(['duplicate', 'ended', 'ignored']) }) },
      },
    },
    400: refusal('Not an event as Chatwoot sends it. `field` names what is wrong first.'),
    401: refusal('Not signed with the secret of the inbox, or not within five minutes.'),
    404: refusal('No session has opened this conversation.'),
    410: refusal('The session has ended. Nothing reaches the customer any more.'),
    ...bodyRefusals,
    429: tooManyRequests(
      'Too many messages wait for this customer, or too many requests of this session or without a valid signature.',
    ),
    503: refusalToWait(
      'Nothing was taken: the event could not be stored, or (`code` is `session-opening`) the start of its session is not answered yet.',
    ),
  },
});
