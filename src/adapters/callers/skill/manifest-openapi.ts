import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { jsonAnswer } from '../../http/docs/json-content.ts';

const manifest = z
  .object({
    $schema: z.url().describe('The version of the manifest’s format.'),
    $id: z.string(),
    name: z.string(),
    version: z.string(),
    description: z.string(),
    publisherName: z.string(),
    endpoints: z
      .array(
        z.object({
          name: z.string(),
          protocol: z.string(),
          description: z.string(),
          endpointUrl: z.url().describe('Where Copilot Studio calls the skill.'),
          msAppId: z.string().describe('The app registration of the skill.'),
        }),
      )
      .describe('One: the bridge.'),
    activities: z
      .record(z.string(), z.looseObject({ type: z.string(), description: z.string() }))
      .describe('The actions that a topic can call.'),
    definitions: z
      .record(z.string(), z.looseObject({ type: z.string() }))
      .describe('The inputs and outputs of the actions.'),
  })
  .meta({ id: 'SkillManifest' });

export const manifestRoute = createRoute({
  operationId: 'getSkillManifest',
  method: 'get',
  path: '/skill-manifest.json',
  tags: ['From Copilot Studio'],
  summary: 'The manifest with which a maker adds the skill',
  description: 'Made from the settings of the bridge. Copilot Studio reads it without a token.',
  responses: {
    200: jsonAnswer('The manifest.', manifest),
  },
});
