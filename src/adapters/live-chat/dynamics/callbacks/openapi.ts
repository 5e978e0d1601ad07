import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { jsonAnswer, jsonContent } from '../../../http/docs/json-content.ts';
import {
  bodyRefusals,
  refusal,
  refusalToChallenge,
  refusalToWait,
  tooManyRequests,
} from '../../../http/docs/problem-schema.ts';

export const callbackPath = '/api/livechat/dynamics';

export const tokenScheme = 'dynamicsToken';

export const tokenSecurity = {
  type: 'http' as const,
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description:
    'A token of Microsoft Entra for `LIVECHAT_DYNAMICS_CALLBACK_AUDIENCE`, issued to `LIVECHAT_DYNAMICS_CALLBACK_APP_ID`.',
};

/** As Dynamics spells it; names are read in any case, and null is absent. */
const inboundActivity = z
  .looseObject({
    type: z.string().min(1).max(256).describe('`message`, `typing` or `event`. Others are ignored.'),
    name: z
      .string()
      .max(256)
      .optional()
      .describe('What happened, for an event of any type. Names that are not known are ignored.'),
    id: z.string().max(512).optional().describe('Tells a repeat from the next message with the same text.'),
    conversation: z.looseObject({ id: z.string().max(256).optional() }).optional(),
    from: z
      .looseObject({ id: z.string().optional(), name: z.string().optional() })
      .optional()
      .describe('Who speaks. Words without a sender are taken for automatic ones.'),
    text: z.string().max(250_000).optional().describe('Markdown, unless `textFormat` is `plain`.'),
    textFormat: z.string().max(256).optional(),
    attachments: z.array(z.looseObject({ name: z.string().optional() })).optional(),
  })
  .meta({ id: 'DynamicsActivity' });

const taken = z.object({ status: z.enum(['accepted', 'duplicate', 'ignored']) });

export const activityRoute = createRoute({
  operationId: 'postDynamicsActivity',
  method: 'post',
  path: `${callbackPath}/v3/conversations/{conversationId}/activities`,
  tags: ['From Dynamics 365 Contact Center'],
  summary: 'An activity of a conversation: words of an agent, or an event',
  description: 'Dynamics adds the path to the webhook URL of the custom messaging channel.',
  security: [{ [tokenScheme]: [] }],
  request: {
    params: z.object({ conversationId: z.string().describe('The GUID of the conversation.') }),
    body: {
      required: true,
      content: jsonContent(inboundActivity, {
        type: 'message',
        channelId: '0d9f1f6e-2c1b-4b8e-9d3c-6f0a5b7c8d9e',
        from: { id: '7a1e2f3c-5d4b-4a69-8f70-1b2c3d4e5f60', name: 'Dana' },
        conversation: { id: 'c2b7a1d4-0e5f-4f6a-8b9c-7d8e9f0a1b2c' },
        textFormat: 'markdown',
        text: 'Hello Mia, **which** invoice is it?',
      }),
    },
  },
  responses: {
    200: jsonAnswer(
      'Taken, also when it is a repeat; or it means nothing to the customer, such as an event that is not known or one of a session that is over.',
      taken,
      { status: 'accepted' },
    ),
    400: refusal(
      'Not an activity, or one of another conversation than the path names. `field` names what is wrong.',
    ),
    401: refusalToChallenge('No valid token of Microsoft Entra for this bridge.'),
    403: refusal('A valid token of an app that is not named in the settings.'),
    404: refusal('No conversation of this id, and none that is being opened.'),
    410: refusal('The conversation has ended. No words reach the customer any more.'),
    ...bodyRefusals,
    429: tooManyRequests(
      'Too many messages wait for this customer, or too many requests of this conversation or without a valid token.',
    ),
    503: refusalToWait(
      'Nothing was taken, and a repeat is worth while: the activity could not be stored, the keys of Microsoft Entra could not be fetched, or (`code` is `session-opening`) the start of this conversation is not answered yet.',
    ),
  },
});
