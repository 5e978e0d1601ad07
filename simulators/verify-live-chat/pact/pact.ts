import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const interaction = z.looseObject({
  description: z.string(),
  providerStates: z
    .array(z.looseObject({ name: z.string(), params: z.record(z.string(), z.unknown()).optional() }))
    .default([]),
  request: z.looseObject({
    method: z.string(),
    path: z.string(),
    headers: z.record(z.string(), z.unknown()).default({}),
  }),
  response: z.looseObject({
    status: z.number(),
    body: z.looseObject({ content: z.unknown() }).optional(),
  }),
});
const pact = z.looseObject({ interactions: z.array(interaction) });

/** A published pact, as far as the command looks into it; the judge gets all of it. */
export type Pact = z.infer<typeof pact>;
export type Interaction = z.infer<typeof interaction>;

/** What fails at the start keeps the rest from being tried, so it comes first. */
const steps: readonly string[] = ['start', 'send', 'receive', 'end'];

const stepOf = ({ request }: Interaction): number => steps.indexOf(request.path.split('/').at(-1) ?? '');

/** The pacts lie three folders up, in the repository and in the package alike. */
export async function publishedPact(file: string): Promise<Pact> {
  const path = join(fileURLToPath(import.meta.url), '../../../../pacts', file);
  const published = pact.parse(JSON.parse(await readFile(path, 'utf8')));
  const interactions = published.interactions.toSorted((a, b) => stepOf(a) - stepOf(b));
  return { ...published, interactions };
}
