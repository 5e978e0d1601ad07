import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { inboundActivity } from '../bot-framework/inbound-activity.ts';
import { jsonAnswer, jsonContent } from '../http/docs/json-content.ts';
import {
  bodyRefusals,
  refusal,
  refusalToChallenge,
  refusalToWait,
  tooManyRequests,
} from '../http/docs/problem-schema.ts';

const tags = ['From Copilot Studio'];
export const tokenScheme = 'copilotToken';

export const tokenSecurity = {
  type: 'http' as const,
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description:
    'A token of Microsoft Entra or the Bot Framework for the app of the bridge, issued to one of the callers in `HANDOFF_ALLOWED_CALLERS`, or for a connected agent in `HANDOFF_CONNECTED_AGENT_CALLERS`.',
};

const replies = z
  .object({
    activities: z
      .array(z.looseObject({ type: z.string().max(64), text: z.string().optional() }))
      .describe('The replies, in their order.'),
  })
  .meta({ id: 'Replies' });

const activityExample = {
  type: 'message',
  id: '1763800000000',
  channelId: 'msteams',
  serviceUrl: 'https://pvaruntime.eu-il101.gateway.prod.island.powerapps.com/',
  conversation: { id: 'a:1pL6i0oY3C0K4oAo8', tenantId: '6f2c8f6e-7d1b-4a52-9f40-5f0a5f3c9c11' },
  from: { id: '29:1bSnHZ7Js2STWrgk6ScEErLk1Lp2zQuD5H2qQ960rtstKp8tKLl-3r8b6DoW0QxZi', name: 'Mia Torres' },
  recipient: { id: '28:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0', role: 'skill' },
  text: 'My invoice of last month is far too high.',
  locale: 'en-GB',
  deliveryMode: 'expectReplies',
};

const repliesExample = {
  activities: [
    {
      type: 'endOfConversation',
      code: 'completedSuccessfully',
      value: { LiveChatConversationId: 'lc_8Zq1', HandoffStatus: 'queued', Reason: '' },
    },
  ],
};

export const messagesRoute = createRoute({
  operationId: 'postActivity',
  method: 'post',
  path: '/api/messages',
  tags,
  summary: 'An activity of the copilot: an action of the skill, or what the customer says',
  description:
    'The endpoint of the skill and of the connected agent. Asks for a handoff, carries what the customer says to the agent, and ends the handoff. A field that is null counts as absent. Every turn of a skill that gives the customer back to the copilot ends with an `endOfConversation`, whose value says what became of the handoff. As a connected agent the bridge asks for a handoff with the first words, and answers in words.',
  security: [{ [tokenScheme]: [] }],
  request: {
    body: {
      required: true,
      description: 'A Bot Framework activity. Names that are not listed are allowed and ignored.',
      content: jsonContent(inboundActivity, activityExample),
    },
  },
  responses: {
    200: jsonAnswer(
      'Taken. The answer has a body only where the activity asked for the replies in it.',
      replies,
      repliesExample,
    ),
    400: refusal('Not an activity. `field` names what is wrong first.'),
    401: refusalToChallenge('No token that the bridge trusts.'),
    403: refusal(
      'The caller is not on the list, calls in a way that is not allowed, or names a `serviceUrl` that is not.',
    ),
    ...bodyRefusals,
    429: tooManyRequests('Too many requests of this conversation, or without a valid token.'),
    501: refusal('An `invoke` activity, which the bridge does not support.'),
    502: refusal('The reply could not be delivered to the copilot. The repeat gets the same reply.'),
    503: refusalToWait('The activity could not be stored, or the token not be checked. Nothing was taken.'),
  },
});
