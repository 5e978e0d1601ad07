import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PactV4 } from '@pact-foundation/pact';
import { expect } from 'vitest';

// Pact's library would report its use to its makers.
process.env.PACT_DO_NOT_TRACK = 'true';

export interface PactFile {
  /** A new interaction; once its test has passed, it belongs to the pact. */
  readonly interaction: () => ReturnType<PactV4['addInteraction']>;
  /** Compares what was collected with the committed file, or writes that in `npm run pacts`. */
  readonly isCommitted: () => Promise<void>;
}

/** A pact in the making. The same tests make the same file, byte by byte, whatever their order. */
export function pactFile(consumer: string, provider: string): PactFile {
  const dir = mkdtempSync(join(tmpdir(), 'pact-'));
  const pact = new PactV4({ consumer, provider, dir, logLevel: 'error' });
  const name = `${consumer}-${provider}.json`;
  return {
    interaction: () => pact.addInteraction(),
    async isCommitted() {
      const made = printed(JSON.parse(readFileSync(join(dir, name), 'utf8')));
      rmSync(dir, { recursive: true });
      await expect(made).toMatchFileSnapshot(join(import.meta.dirname, '../../pacts', name));
    },
  };
}

interface Written {
  readonly interactions: readonly { readonly description: string }[];
}

/** Sorted, and without the versions of the tools that wrote it: these change with every update. */
function printed({ interactions, ...rest }: Written): string {
  const sorted = interactions.toSorted((a, b) => (a.description < b.description ? -1 : 1));
  const metadata = { pactSpecification: { version: '4.0' } };
  return `${inlined(JSON.stringify(sortedKeys({ ...rest, interactions: sorted, metadata }), null, 2))}\n`;
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortedKeys(inner)]));
}

/** Lists of numbers and of one word on one line, as the formatter of this repository has them. */
const inlined = (json: string): string =>
  json
    .replace(/\[\n\s+("[^"\n]*")\n\s+\]/g, '[$1]')
    .replace(/\[\n(\s+\d+,?\n)+\s+\]/g, (list) => list.replace(/\s+/g, '').replaceAll(',', ', '));
