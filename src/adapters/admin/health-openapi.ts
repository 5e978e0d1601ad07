import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { jsonAnswer } from '../http/docs/json-content.ts';
import { refusalToWait } from '../http/docs/problem-schema.ts';
import { forOperators, noToken, notRead, refusals } from './openapi.ts';

export const peerStates = z.array(
  z.object({
    role: z.enum(['live-chat', 'channel', 'caller']),
    id: z.string().max(64),
    state: z.enum(['closed', 'open', 'half-open']),
    hasAnswered: z
      .boolean()
      .describe('Whether it has answered well since this process started; `false` until it is first called.'),
  }),
);

const readiness = z.object({
  status: z.literal('ready'),
  peers: peerStates.describe('Whom the bridge calls.'),
  feeds: z
    .object({
      followed: z.int().describe('Sessions whose live chat this process listens to.'),
      unheard: z.int().describe('Those of them that are not heard at present.'),
      longestUnheardMs: z.number().describe('How long the longest of these has lasted.'),
    })
    .describe('Of live chats that do not call back with everything.'),
});

export const readyRoute = createRoute({
  tags: forOperators.tags,
  operationId: 'getReadiness',
  method: 'get',
  path: '/readyz',
  summary: 'Whether requests can be taken',
  responses: {
    200: jsonAnswer(
      'They can. A peer whose breaker is open is left alone for a while; what is for it waits, and the answer stays 200.',
      readiness,
      {
        status: 'ready',
        peers: [
          { role: 'live-chat', id: 'reference', state: 'closed', hasAnswered: true },
          { role: 'channel', id: 'msteams', state: 'closed', hasAnswered: true },
          { role: 'caller', id: 'skill', state: 'closed', hasAnswered: true },
        ],
        feeds: { followed: 0, unheard: 0, longestUnheardMs: 0 },
      },
    ),
    500: refusals[500],
    503: refusalToWait('Nothing can be stored at the moment; everything would be refused.'),
  },
});

export const metricsRoute = createRoute({
  ...forOperators,
  operationId: 'getMetrics',
  method: 'get',
  path: '/metrics',
  summary: 'How much of everything there is, for Prometheus',
  responses: {
    200: { description: 'Text format 0.0.4.', content: { 'text/plain': { schema: z.string() } } },
    ...refusals,
    404: noToken,
    503: notRead,
  },
});
