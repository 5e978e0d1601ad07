import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { jsonAnswer } from './json-content.ts';
import { refusal } from './problem-schema.ts';

const tags = ['For operators and vendors'];
const get = { method: 'get' as const, tags };
const failed = { 500: refusal('Something went wrong here.') };

const openApi = z
  .looseObject({
    openapi: z.string().describe('3.1.0'),
    info: z.looseObject({ title: z.string(), version: z.string() }),
  })
  .meta({ id: 'OpenApi', description: 'An OpenAPI document.' });
const document = (description: string) => ({ 200: jsonAnswer(description, openApi), ...failed });

export const healthRoute = createRoute({
  ...get,
  operationId: 'getHealth',
  path: '/healthz',
  summary: 'Whether the process answers',
  responses: {
    200: jsonAnswer('It does. Says nothing of its peers.', z.object({ status: z.literal('alive') }), {
      status: 'alive',
    }),
  },
});

export const documentRoute = createRoute({
  ...get,
  operationId: 'getOpenApi',
  path: '/openapi.json',
  summary: 'All that this bridge serves',
  responses: document('OpenAPI 3.1, made from the routes themselves.'),
});

export const contractRoute = createRoute({
  ...get,
  operationId: 'getLiveChatContract',
  path: '/live-chat.openapi.json',
  summary: 'What a live chat has to serve',
  description: 'For vendors: generate a server from it, and check it against the published pacts.',
  responses: document('OpenAPI 3.1 of the three calls and the callback.'),
});

export const pageRoute = createRoute({
  ...get,
  operationId: 'getDocs',
  path: '/docs',
  summary: 'Both documents, to be read',
  responses: {
    200: { description: 'A page without scripts.', content: { 'text/html': { schema: z.string() } } },
    ...failed,
  },
});

export const styleRoute = createRoute({
  ...get,
  operationId: 'getDocsStyle',
  path: '/docs.css',
  summary: 'The style of the page',
  responses: { 200: { description: 'CSS.', content: { 'text/css': { schema: z.string() } } } },
});
