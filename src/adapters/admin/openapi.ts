import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { jsonAnswer, jsonContent } from '../http/docs/json-content.ts';
import {
  bodyRefusals,
  refusal,
  refusalToChallenge,
  refusalToWait,
  tooManyRequests,
} from '../http/docs/problem-schema.ts';
import { deadLetterDetails, deadLetterExample, deadLetterSummary } from './dead-letter-view.ts';

export const operatorScheme = 'operatorToken';

export const operatorSecurity = {
  type: 'http' as const,
  scheme: 'bearer',
  description: 'The setting `HANDOFF_ADMIN_TOKEN`. Without it, these routes answer 404.',
};

export const forOperators = { tags: ['For operators'], security: [{ [operatorScheme]: [] }] };
export const refusals = {
  401: refusalToChallenge('Not the token of the setting.'),
  429: tooManyRequests('Too many wrong tokens from this address.'),
  500: refusal('Something went wrong here.'),
};
export const noToken = refusal('The setting `HANDOFF_ADMIN_TOKEN` is not set.');
const noDeadLetter = refusal('No dead letter of this id, or none any more.');
const notStored = refusalToWait('It could not be stored. Nothing has changed.');
export const notRead = refusalToWait('The store does not answer now.');
const ofDeadLetter = { params: z.object({ id: z.string().describe('The id of the dead letter.') }) };

const outcome = (description: string, status: string) =>
  jsonAnswer(description, z.object({ status: z.literal(status), id: z.string() }), {
    status,
    id: deadLetterExample.id,
  });

export const listRoute = createRoute({
  ...forOperators,
  operationId: 'listDeadLetters',
  method: 'get',
  path: '/admin/dead-letters',
  summary: 'What could not be delivered, newest first, without what was said',
  responses: {
    200: jsonAnswer('At most 500 of them.', z.object({ deadLetters: z.array(deadLetterSummary) }), {
      deadLetters: [deadLetterExample],
    }),
    ...refusals,
    404: noToken,
    503: notRead,
  },
});

export const showRoute = createRoute({
  ...forOperators,
  operationId: 'showDeadLetter',
  method: 'get',
  path: '/admin/dead-letters/{id}',
  summary: 'One dead letter, with what was said',
  request: ofDeadLetter,
  responses: {
    200: jsonAnswer('The dead letter.', deadLetterDetails, {
      ...deadLetterExample,
      text: 'Your invoice is corrected.',
    }),
    ...refusals,
    404: noDeadLetter,
    503: notRead,
  },
});

export const replayRoute = createRoute({
  ...forOperators,
  operationId: 'replayDeadLetter',
  method: 'post',
  path: '/admin/dead-letters/{id}/replay',
  summary: 'Has a dead letter delivered after all',
  description:
    'It goes behind what is pending in its lane. An attempt of unknown outcome may have delivered it before.',
  request: ofDeadLetter,
  responses: {
    200: outcome('It waits for its delivery again.', 'replayed'),
    ...refusals,
    404: noDeadLetter,
    409: refusal('Its session has ended: nothing goes out after the end. The dead letter stays.'),
    503: notStored,
  },
});

export const dropRoute = createRoute({
  ...forOperators,
  operationId: 'dropDeadLetter',
  method: 'delete',
  path: '/admin/dead-letters/{id}',
  summary: 'Removes a dead letter for good',
  request: ofDeadLetter,
  responses: {
    200: outcome('It is gone.', 'dropped'),
    ...refusals,
    404: noDeadLetter,
    503: notStored,
  },
});

export const erasure = z
  .object({
    customerId: z.string().min(1).max(1024).describe('The id by which the live chat knows the customer.'),
  })
  .meta({ id: 'Erasure' });

const erased = z.object({
  ended: z.int().describe('Sessions that had to be ended first.'),
  erased: z.int().describe('Sessions whose texts were erased; those that had none any more do not count.'),
});

export const eraseRoute = createRoute({
  ...forOperators,
  operationId: 'eraseCustomer',
  method: 'post',
  path: '/admin/erase',
  summary: 'Erases what was said with a customer, and who it was',
  description:
    'What is open of the customer is ended first. Ids, times and reasons stay until they are forgotten. The live chat and Teams keep what they have.',
  request: {
    body: {
      required: true,
      content: jsonContent(erasure, { customerId: '29:1bSnHZ7Js2STWrgk6ScEErLk1' }),
    },
  },
  responses: {
    200: jsonAnswer('Nothing of it is left in the files of sessions.', erased, { ended: 0, erased: 2 }),
    400: refusal('`field` names what is wrong first.'),
    ...bodyRefusals,
    ...refusals,
    404: noToken,
    503: refusalToWait('It could not be erased everywhere. Please repeat it.'),
  },
});
