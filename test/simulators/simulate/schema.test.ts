import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { storySchema } from '../../../simulators/simulate/language/story-schema.ts';

const folder = 'simulators/scenarios';
const stories = readdirSync(folder, { encoding: 'utf8', recursive: true }).filter((name) =>
  name.endsWith('.yaml'),
);
const isStory = new Ajv({ allowMatchingProperties: true, allowUnionTypes: true }).compile(storySchema());

describe('The schema of stories', () => {
  it('is committed as the verbs say; otherwise: node scripts/write-story-schema.ts && npm run format', () => {
    expect(JSON.parse(readFileSync(`${folder}/story.schema.json`, 'utf8'))).toEqual(storySchema());
  });

  it.each(stories)('fits %s, which names it for editors', (name) => {
    const text = readFileSync(`${folder}/${name}`, 'utf8');
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/story\.schema\.json\n/);
    isStory(parse(text));
    expect(isStory.errors ?? []).toEqual([]);
  });

  it.each([
    { 'costumer says': 'Hello' },
    { wait: 'a while' },
    { 'agent sees': { contians: 'Hello' } },
    { 'customer says': 'Hello', 'agent sees': 'Hello' },
    { 'teams answers 999 for': '1 min' },
  ])('does not fit the step %j', (step) => {
    expect(isStory({ story: 'A story', why: 'It is wrong.', steps: [step] })).toBe(false);
  });
});
