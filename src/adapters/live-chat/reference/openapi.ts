import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { bodyRefusals, refusal, refusalToWait, tooManyRequests } from '../../http/docs/problem-schema.ts';
import {
  signatureScheme,
  signatureSecurity,
  signed,
  signedHeaders,
} from '../../http/requests/standard-webhook.ts';
import type { ApiRoutes } from '../../http/server/api-routes.ts';
import { callback, untypedCallback } from './wire.ts';

const answered = (status: z.ZodLiteral<'accepted' | 'duplicate'>) =>
  z.object({ status, messageId: z.string().describe('The `messageId` of the callback.') });

const envelope = { sessionId: 'lc_8Zq1', timestamp: '2026-03-02T09:41:07Z' };

const callbackExamples = {
  message: {
    summary: 'The agent writes',
    value: {
      ...envelope,
      messageId: 'm_101',
      type: 'message',
      message: 'Hello Mia, which invoice is it?',
      sender: 'Dana',
    },
  },
  untyped: {
    summary: 'The agent writes, without a type',
    value: { ...envelope, messageId: 'm_102', message: 'And of which month?', sender: 'Dana' },
  },
  typing: { summary: 'The agent is typing', value: { ...envelope, messageId: 'm_100', type: 'typing' } },
  'agent-joined': {
    summary: 'An agent takes the session',
    value: { ...envelope, messageId: 'm_099', type: 'agent-joined', sender: 'Dana' },
  },
  'queue-position': {
    summary: 'The customer moves up in the queue',
    value: {
      ...envelope,
      messageId: 'm_098',
      type: 'queue-position',
      queuePosition: 2,
      estimatedWaitSeconds: 120,
    },
  },
  'agent-left': {
    summary: 'The agent leaves, and the customer waits again',
    value: { ...envelope, messageId: 'm_120', type: 'agent-left', sender: 'Dana' },
  },
  'agent-transferred': {
    summary: 'Another agent takes over',
    value: { ...envelope, messageId: 'm_130', type: 'agent-transferred', sender: 'Alex' },
  },
  'session-ended': {
    summary: 'The agent ends the session',
    value: {
      ...envelope,
      messageId: 'm_140',
      type: 'session-ended',
      reason: 'resolved',
      message: 'Have a nice day!',
    },
  },
};

/** By its type, or without one: what has to be there can only be told where the type decides. */
const anyCallback = z.unknown().meta({
  anyOf: ['Callback', 'UntypedMessageCallback'].map((name) => ({ $ref: `#/components/schemas/${name}` })),
});

/** What the route of the callback refers to, for a document that has it. */
export function registerCallback({ openAPIRegistry: registry }: ApiRoutes): void {
  registry.registerComponent('securitySchemes', signatureScheme, signatureSecurity);
  registry.register('Callback', callback);
  registry.register('UntypedMessageCallback', untypedCallback);
}

export const callbackPath = '/api/messages/proactive';

/** The callback, which is a route of ours and a webhook of the live chat's. */
export const callbackRoute = createRoute({
  operationId: 'postCallback',
  method: 'post',
  path: callbackPath,
  tags: ['From a live chat'],
  summary: 'What the agent or the live chat has to tell the customer',
  description: [
    'Messages of one session reach the customer in the order in which they were accepted, so send the next one when the last is answered. A field that is null counts as left out, and a callback without a `type` is a message.',
    '**Repeat** what got no answer, 429 or a 5xx, again and again with a growing pause and not before `Retry-After`, with the same `messageId` and a new signature; any other refusal is final. Stop after 404 and 410: the session is over.',
    '**Before your answer to the start** a callback is too early: the bridge does not know your `sessionId` yet. It gets 503 with the `code` `session-opening` until the start is answered, and is taken then.',
    '**Ids.** `messageId` names the callback within its session, whatever its type: one number for all types, or a random id. A second callback under it counts as a repeat of the first, whatever it says.',
  ].join('\n\n'),
  security: signed,
  request: {
    headers: signedHeaders,
    body: {
      required: true,
      content: {
        'application/json': { schema: anyCallback, examples: callbackExamples },
      },
    },
  },
  responses: {
    200: {
      description: 'A repeat of a `messageId` within its session. It has no further effect.',
      content: {
        'application/json': {
          schema: answered(z.literal('duplicate')),
          example: { status: 'duplicate', messageId: 'm_101' },
        },
      },
    },
    202: {
      description: 'Accepted: it is stored, and will be delivered.',
      content: {
        'application/json': {
          schema: answered(z.literal('accepted')),
          example: { status: 'accepted', messageId: 'm_101' },
        },
      },
    },
    400: refusal('Not a callback. `field` names what is wrong first.'),
    401: refusal('Not signed, or not with a secret that the bridge knows, or more than five minutes ago.'),
    404: refusal('No session of this id, and none that is being opened. Final.'),
    410: refusal('The session has ended. Nothing reaches the customer any more.'),
    ...bodyRefusals,
    429: tooManyRequests(
      'Too many messages wait for this customer, or too many requests of this session or without a valid signature.',
    ),
    503: refusalToWait(
      'Nothing was taken, and a repeat is worth while: the callback could not be stored, or (`code` is `session-opening`) no session of this id is known yet, and a start is under way whose answer may name it. When it does not, the repeat gets 404.',
    ),
  },
});
