import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { type ApiDocument, apiRoutes } from '../../http/server/api-routes.ts';
import { contractProse } from './contract-prose.ts';
import { callbackRoute, registerCallback } from './openapi.ts';
import { endAnswer, endBody, sendAnswer, sendBody, startAnswer, startBody, startRefusal } from './wire.ts';

/*
 * The reference contract as a document for those who build a live chat: the calls that it has to serve, and the
 * callback as a webhook. Nothing here runs; the schemas are those of the client.
 */

const keyScheme = 'bridgeKey';

const keySecurity = {
  type: 'http' as const,
  scheme: 'bearer',
  description:
    'A key that you give to the operator of the bridge (`LIVECHAT_API_KEY`), or an OAuth token by client credentials (`LIVECHAT_OAUTH_SCOPE`).',
};

const idempotencyKey = z.object({
  'Idempotency-Key': z
    .string()
    .min(1)
    .max(255)
    .describe(
      'Names the request: the same on each repeat of it, never that of another one. Compare it as text, such as `hs_5f0c2f8e-3d0b-4bb0-9a0f-6b1c3f0e7a55.3.0.mi8x2k3a`; it is no UUID. An accepted request is remembered under it and its repeat gets the same answer; a refused one is not, and its repeat is tried anew.',
    ),
});

const liveChatError = z
  .object({
    error: z
      .string()
      .min(1)
      .max(1_024)
      .describe(
        'What is wrong, for the log of the bridge: a code such as `unknown-session`, not the name of the status (`Not Found`), which frameworks answer where they lack a route.',
      ),
    field: z.string().max(256).optional().describe('Which field of the body is wrong.'),
  })
  .meta({ id: 'LiveChatError' });

const retryAfter = z.object({
  'Retry-After': z.string().optional().describe('Seconds to wait before the repeat, or an HTTP date.'),
});

const json = <Schema extends z.ZodType>(schema: Schema, example: z.input<Schema>) => ({
  'application/json': { schema, example },
});
const failure = (description: string, error: string) => ({
  description,
  content: json(liveChatError, { error }),
});

const shared = {
  method: 'post' as const,
  tags: ['To a live chat'],
  security: [{ [keyScheme]: [] }],
};
const failures = {
  400: {
    description: 'The body is not as agreed. Final. 413 and 422 with this body say the same.',
    content: json(liveChatError, { error: 'sessionId is missing', field: 'sessionId' }),
  },
  401: failure('The key or token is wrong. Repeated, since the operator can mend it.', 'unauthorized'),
  409: {
    ...failure('A request under this `Idempotency-Key` is still under way. Repeated.', 'in-progress'),
    headers: retryAfter,
  },
  429: {
    ...failure('Too many requests. Repeated, not before `Retry-After`.', 'too-many-requests'),
    headers: retryAfter,
  },
};
const down = {
  ...failure('Not at the moment. Repeated, not before `Retry-After`.', 'unavailable'),
  headers: retryAfter,
};

const startRoute = createRoute({
  ...shared,
  operationId: 'startSession',
  path: '/api/livechat/start',
  summary: 'Opens a session with an agent',
  description:
    'The customer waits while you answer: be quick, and let agents join later. A start under a new key opens a session of its own, also for a customer who has one. A start whose answer got lost is repeated under its key until the session is known, so that none is left behind: look the key up before you open anything, since the first request may still be under way.',
  request: {
    headers: idempotencyKey,
    body: {
      required: true,
      content: json(startBody, {
        conversationId: 'hs_5f0c2f8e-3d0b-4bb0-9a0f-6b1c3f0e7a55',
        channel: 'webchat',
        customer: { id: '8c9be0c4-7f52-4a2e-9a3c-0f5a2f1d7b10', name: 'Mia Torres', locale: 'en-GB' },
        problem: 'My invoice of last month is far too high.',
        transcript: [
          { from: 'customer', text: 'I want to talk with a person', at: '2026-03-02T09:39:51Z' },
          { from: 'copilot', text: 'Please briefly explain your problem.' },
        ],
        context: { invoice: '4711' },
        callbackUrl: 'https://bridge.example/api/messages/proactive',
      }),
    },
  },
  responses: {
    201: {
      description: 'The session is open. A repeat under the same key gets this same answer.',
      content: json(startAnswer, {
        sessionId: 'lc_8Zq1',
        status: 'queued',
        queuePosition: 3,
        estimatedWaitSeconds: 180,
      }),
    },
    ...failures,
    503: {
      description:
        'No session can be had, for the reason in `error`. Final for this request: the customer is told why, and asks again under another key. A 503 without one of these reasons is repeated.',
      content: json(startRefusal, { error: 'no-agents' }),
    },
  },
});

const sendRoute = createRoute({
  ...shared,
  operationId: 'sendMessage',
  path: '/api/livechat/send',
  summary: 'Shows the agent what the customer says',
  description:
    'One at a time for each session, in order: the next one comes when this one is answered. Answer as soon as it is stored. The text is what the customer wrote: any script, markup, and line feeds.',
  request: {
    headers: idempotencyKey,
    body: {
      required: true,
      content: json(sendBody, {
        sessionId: 'lc_8Zq1',
        messageId: '1763800000001',
        message: 'It is number 4711.',
        sender: 'Mia Torres',
        timestamp: '2026-03-02T09:41:32Z',
        kind: 'customer',
      }),
    },
  },
  responses: {
    200: {
      description: 'Stored, and shown to the agent.',
      content: json(sendAnswer, { messageId: '1763800000001' }),
    },
    ...failures,
    404: failure(
      'No session of this id. Final: the customer is told and given back to the copilot.',
      'unknown-session',
    ),
    410: failure(
      'The session has ended, by whichever side. Final: the customer is told and given back to the copilot.',
      'ended',
    ),
    503: down,
  },
});

const endRoute = createRoute({
  ...shared,
  operationId: 'endSession',
  path: '/api/livechat/end',
  summary: 'Ends a session',
  description: 'Also a success when it had ended before. No callback is taken for the session after that.',
  request: {
    headers: idempotencyKey,
    body: { required: true, content: json(endBody, { sessionId: 'lc_8Zq1', reason: 'customer' }) },
  },
  responses: {
    200: {
      description: 'It is over, now or already.',
      content: json(endAnswer, { status: 'ended' }),
    },
    ...failures,
    404: failure('No session of this id, which is as good as ended. Final.', 'unknown-session'),
    410: failure('It has ended before, which is as good as 200. Final.', 'ended'),
    503: down,
  },
});

/** The contract as OpenAPI 3.1, the same on every bridge: it depends on no setting. */
export function liveChatContract(): ApiDocument {
  const api = apiRoutes();
  const { openAPIRegistry: registry } = api;
  registry.registerComponent('securitySchemes', keyScheme, keySecurity);
  registerCallback(api);
  for (const route of [startRoute, sendRoute, endRoute]) registry.registerPath(route);
  registry.registerWebhook(callbackRoute);
  return api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Live chat contract',
      version: '1.1.0',
      description: contractProse,
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [
      {
        url: '{baseUrl}',
        description: 'Your API, as the operator of the bridge sets it in `LIVECHAT_BASE_URL`.',
        variables: { baseUrl: { default: 'https://live-chat.example' } },
      },
    ],
  });
}
