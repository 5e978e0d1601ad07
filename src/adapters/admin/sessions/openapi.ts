import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { jsonAnswer } from '../../http/docs/json-content.ts';
import { refusal } from '../../http/docs/problem-schema.ts';
import { deadLetterExample } from '../dead-letter-view.ts';
import { peerStates } from '../health-openapi.ts';
import { forOperators, noToken, notRead, refusals } from '../openapi.ts';
import { sessionDetails, sessionExample, sessionSummary, waitingHead } from './session-view.ts';

const sessionAnswers = { ...refusals, 404: noToken, 503: notRead };

export const findRoute = createRoute({
  ...forOperators,
  operationId: 'findSessions',
  method: 'get',
  path: '/admin/sessions',
  summary:
    'Sessions by the id of the conversation, the customer, the live chat, the session or one of its messages',
  request: { query: z.object({ id: z.string().describe('The whole id, up to 1,000 characters.') }) },
  responses: {
    200: jsonAnswer(
      'At most 100 of them, ended ones too, the newest first.',
      z.object({ sessions: z.array(sessionSummary) }),
      { sessions: [sessionExample] },
    ),
    400: refusal('There is no id to look for.'),
    ...sessionAnswers,
  },
});

export const timelineRoute = createRoute({
  ...forOperators,
  operationId: 'showSession',
  method: 'get',
  path: '/admin/sessions/{id}',
  summary: 'What happened in a session, without what was said',
  request: { params: z.object({ id: z.string().describe('The id of the session.') }) },
  responses: {
    200: jsonAnswer('Its events and messages.', sessionDetails, {
      session: sessionExample,
      findings: [
        {
          type: 'dead-letters',
          text: '1 message to the customer was given up: expired.',
          advice:
            'Replay it while the session is open, or remove it. After the end, nothing is sent any more.',
          messageIds: [deadLetterExample.id],
        },
      ],
      events: [{ at: '2026-03-02T09:40:00.000Z', type: 'handoff-requested' }],
      messages: [
        {
          id: deadLetterExample.id,
          direction: 'to-customer',
          kind: 'say',
          bytes: 42,
          state: 'dead-letter',
          acceptedAt: '2026-03-02T09:41:07.120Z',
          settledAt: '2026-03-03T09:41:09.002Z',
          attempts: 31,
          unknownAttempts: 0,
          cause: 'expired',
          failures: [
            {
              at: '2026-03-03T09:36:09.002Z',
              outcome: 'not-delivered',
              cause: '503',
              until: '2026-03-03T09:41:09.002Z',
            },
          ],
          replayedAt: [],
        },
      ],
      isShortened: false,
    }),
    ...sessionAnswers,
    404: refusal('No session of this id, or none any more. Also without the setting `HANDOFF_ADMIN_TOKEN`.'),
  },
});

const directionCounts = z.object({ 'to-live-chat': z.int(), 'to-customer': z.int() });

const overview = z.object({
  now: z.iso.datetime().describe('By the clock of this bridge.'),
  sessions: z.array(z.object({ status: z.string(), count: z.int() })).describe('Of all replicas.'),
  pending: directionCounts.describe('Messages that wait, of all replicas.'),
  deadLetters: directionCounts,
  oldestWaiting: z.array(waitingHead).describe('The first messages of at most 20 lanes, of all replicas.'),
  peers: peerStates.describe('Whom this replica calls.'),
  refused: z
    .array(
      z.object({
        route: z.string(),
        reason: z.string(),
        count: z.int(),
        lastAt: z.iso.datetime(),
      }),
    )
    .describe('What this replica refused since its start, the latest first.'),
});

export const overviewRoute = createRoute({
  ...forOperators,
  operationId: 'getOverview',
  method: 'get',
  path: '/admin/overview',
  summary: 'How the bridge is: peers, what has waited longest, what was refused',
  responses: {
    200: jsonAnswer('As it is now.', overview, {
      now: '2026-03-02T09:42:00.000Z',
      sessions: [{ status: 'active', count: 3 }],
      pending: { 'to-live-chat': 1, 'to-customer': 0 },
      deadLetters: { 'to-live-chat': 0, 'to-customer': 1 },
      oldestWaiting: [
        {
          messageId: 'hs_0f6d.5.0',
          sessionId: 'hs_0f6d',
          direction: 'to-live-chat',
          kind: 'say',
          acceptedAt: '2026-03-02T09:41:07.120Z',
          attempts: 2,
          dueAt: '2026-03-02T09:42:09.000Z',
          cause: '503',
        },
      ],
      peers: [{ role: 'live-chat', id: 'reference', state: 'closed', hasAnswered: true }],
      refused: [
        {
          route: '/api/messages',
          reason: 'expired',
          count: 2,
          lastAt: '2026-03-02T09:30:00.000Z',
        },
      ],
    }),
    ...sessionAnswers,
  },
});
