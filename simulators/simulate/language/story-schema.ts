import { z } from 'zod';
import { verbs } from '../verbs/verbs.ts';
import { settingsSchema } from './settings.ts';
import { keyPattern, type Verb } from './verb.ts';

/** The JSON Schema of a story, so that editors complete verbs and explain them. */
export function storySchema(): object {
  const definitions = Object.fromEntries(verbs.map((each) => [plainWords(each), property(each)]));
  const plain = verbs
    .filter(({ words }) => !/<(status|what)>/.test(words))
    .map((each) => [plainWords(each), reference(each)]);
  const patterns = verbs
    .filter(({ words }) => words.includes('<'))
    .map((each) => [keyPattern(each), reference(each)]);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A story of a handoff',
    type: 'object',
    required: ['story', 'why', 'steps'],
    additionalProperties: false,
    properties: {
      story: { type: 'string', minLength: 1, description: 'What happens, in one line.' },
      why: { type: 'string', minLength: 1, description: 'Why it matters, in a sentence.' },
      tags: {
        type: 'array',
        items: { type: 'string', pattern: '^[\\w-]+$' },
        description: 'Words by which --tag chooses stories.',
      },
      with: {
        ...jsonSchema(settingsSchema),
        description: 'What is different about the world of this story.',
      },
      steps: {
        type: 'array',
        minItems: 1,
        items: {
          type: 'object',
          minProperties: 1,
          maxProperties: 1,
          additionalProperties: false,
          properties: Object.fromEntries(plain),
          patternProperties: Object.fromEntries(patterns),
        },
      },
    },
    definitions,
  };
}

/** A pattern is no name in a reference, and a status is one. */
const plainWords = ({ words }: Verb): string =>
  words.replace('[ <who>]', '').replace('<status>', 'status').replace(' <what>', '');

const reference = (verb: Verb): object => ({ $ref: `#/definitions/${encodeURIComponent(plainWords(verb))}` });

const property = ({ value, about, example }: Verb): object => ({
  ...jsonSchema(value),
  description: `${about}\n\n${example}`,
});

function jsonSchema(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
  return rest;
}
