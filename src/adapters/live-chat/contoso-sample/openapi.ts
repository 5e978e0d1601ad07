import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { bodyRefusals, refusal, refusalToWait, tooManyRequests } from '../../http/docs/problem-schema.ts';
import { signed, signedHeaders } from '../../http/requests/standard-webhook.ts';
import { callback } from './wire.ts';

const { shape } = callback;

/** The callback as the sample spells it; each field is read by the schema named here. */
const sampleCallback = z
  .object({
    ConversationId: shape.conversationid.describe('The live chat’s own id of the conversation.'),
    Id: shape.id.describe('Names this message within its conversation. A repeat has no further effect.'),
    Message: shape.message.describe(
      'What the agent wrote. Control characters are dropped; something has to be left.',
    ),
    Sender: shape.sender.describe('The agent’s name.'),
    Timestamp: shape.timestamp.describe('When it was written.'),
  })
  .meta({ id: 'SampleCallback' });

const taken = z.object({
  message: z.string().describe('What the agent wrote.'),
  timestamp: z.iso.datetime().describe('When the bridge took it.'),
  receivedFrom: z.string().describe('The agent’s name as the customer sees it.'),
});

export const callbackPath = '/api/livechat/messages';

export const sampleCallbackRoute = createRoute({
  operationId: 'postSampleCallback',
  method: 'post',
  path: callbackPath,
  tags: ['From the Contoso sample’s desk'],
  summary: 'A message of the agent, as the shipped sample sends it',
  description:
    'For the live chat of Microsoft’s sample as it stands. Names of fields are taken in any casing. The sample cannot sign: an unsigned callback is taken only where the operator has allowed it.',
  security: [...signed, {}],
  request: {
    headers: signedHeaders.partial(),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: sampleCallback,
          example: {
            ConversationId: 'a1b2c',
            Id: 'f3a9d0',
            Message: 'Hello Mia, which invoice is it?',
            Sender: 'Dana',
            Timestamp: '2026-03-02T09:41:07Z',
          },
        },
      },
    },
  },
  responses: {
    200: {
      description: 'Accepted, also when it is a repeat: it is stored, and will be delivered once.',
      content: {
        'application/json': {
          schema: taken,
          example: {
            message: 'Hello Mia, which invoice is it?',
            timestamp: '2026-03-02T09:41:08.104Z',
            receivedFrom: 'Dana',
          },
        },
      },
    },
    400: refusal('Not a callback. `field` names what is wrong first.'),
    401: refusal('Not signed as agreed, and unsigned callbacks are not allowed.'),
    404: refusal('No conversation of this id, and none that is being opened.'),
    410: refusal('The conversation has ended. Nothing reaches the customer any more.'),
    ...bodyRefusals,
    429: tooManyRequests(
      'Too many messages wait for this customer, or too many requests of this session, without a valid signature, or at conversations that are not known.',
    ),
    503: refusalToWait(
      'Nothing was taken, and a repeat is worth while: the callback could not be stored, or (`code` is `session-opening`) no conversation of this id is known yet, and a start is under way whose answer may name it.',
    ),
  },
});
