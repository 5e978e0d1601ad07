import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const directory = join(import.meta.dirname, '../../pacts');
const read = (name: string): string => readFileSync(join(directory, name), 'utf8');
const files = readdirSync(directory).filter((name) => name.endsWith('.json'));

const pactSchema = z.object({
  consumer: z.object({ name: z.string() }),
  provider: z.object({ name: z.string() }),
  metadata: z.object({ pactSpecification: z.object({ version: z.string() }) }),
  interactions: z.array(
    z.object({
      description: z.string(),
      providerStates: z.array(z.object({ name: z.string() })).default([]),
    }),
  ),
});
const pactIn = (name: string) => pactSchema.parse(JSON.parse(read(name)));

describe('the committed pacts', () => {
  test('are these', () => {
    expect(files.toSorted()).toEqual([
      'contoso-live-chat-handoff-bridge.json',
      'copilot-studio-handoff-bridge.json',
      'handoff-bridge-bot-connector.json',
      'handoff-bridge-contoso-live-chat.json',
      'handoff-bridge-copilot-studio.json',
      'handoff-bridge-live-chat.json',
      'live-chat-handoff-bridge.json',
    ]);
  });

  test.each(files)('%s says in its name whom it binds, and describes each interaction once', (name) => {
    const { consumer, provider, metadata, interactions } = pactIn(name);
    expect(`${consumer.name}-${provider.name}.json`).toBe(name);
    expect(metadata.pactSpecification.version).toBe('4.0');
    const descriptions = interactions.map(({ description }) => description);
    expect(descriptions).toEqual([...new Set(descriptions)].toSorted());
  });

  test.each(files)('%s holds no secret', (name) => {
    const credentials = [...read(name).matchAll(/(?:Bearer |Basic |whsec_|v1,|eyJ)[^"\\]*/g)].map(
      ([found]) => found,
    );
    const placeholders = [
      'Bearer the-agreed-key',
      'Bearer the-agreed-token',
      'Bearer wrong',
      'v1,.+$',
      'v1,signature',
    ];
    expect([...new Set(credentials)].filter((found) => !placeholders.includes(found))).toEqual([]);
  });

  test.each(files)('%s has its provider states explained in the README', (name) => {
    const states = pactIn(name).interactions.flatMap(({ providerStates }) =>
      providerStates.map((each) => each.name),
    );
    const readme = read('README.md');
    expect([...new Set(states)].filter((state) => !readme.includes(`\`${state}\``))).toEqual([]);
  });
});
