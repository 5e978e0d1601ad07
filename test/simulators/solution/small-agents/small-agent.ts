import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { readSolution } from '../../../../simulators/solution/read/read-solution.ts';
import type { Solution } from '../../../../simulators/solution/solution.ts';
import { zipOf } from '../agent-zip.ts';

const texts = z.union([z.string(), z.array(z.string())]).transform((given) => [given].flat());

/** A small agent as its maker would export it, and what is right when it is played. */
const caseSchema = z.strictObject({
  /** What Copilot Studio does, by its documentation. */
  right: z.string(),
  language: z.number().default(1033),
  /** By name; the YAML of each topic. */
  topics: z.record(z.string(), z.string()),
  /** By schema name without the agent's, such as `entity.Size`; the YAML of each. */
  components: z.record(z.string(), z.string()).default({}),
  /** What comes back from beyond the agent. */
  returns: z.record(z.string(), z.json()).default({}),
  play: z.array(
    z.union([
      z.strictObject({ starts: z.literal(true), copilot: texts }),
      /** All that the copilot says to these words, in order. */
      z.strictObject({ customer: z.string(), copilot: texts, stops: z.string().optional() }),
    ]),
  ),
});
export type SmallAgent = z.infer<typeof caseSchema>;

const folder = new URL('./cases/', import.meta.url);

export const smallAgents: readonly (readonly [string, SmallAgent])[] = readdirSync(folder)
  .sort()
  .map((name) => [
    name.replace('.yaml', ''),
    caseSchema.parse(parse(readFileSync(new URL(name, folder), 'utf8'))),
  ]);

const agent = 'cr7f2_small';

function zipOfSmallAgent({ language, topics, components }: SmallAgent): Uint8Array {
  const all = {
    ...Object.fromEntries(Object.entries(topics).map(([name, yaml]) => [`topic.${name}`, yaml])),
    ...components,
  };
  return zipOf({
    'solution.xml':
      '<ImportExportXml><SolutionManifest><UniqueName>Small</UniqueName><Version>1.0.0.1</Version></SolutionManifest></ImportExportXml>',
    [`bots/${agent}/bot.xml`]: `<bot schemaname="${agent}"><language>${language}</language><name>Small</name></bot>`,
    ...Object.fromEntries(
      Object.entries(all).flatMap(([name, yaml]) => [
        [`botcomponents/${agent}.${name}/botcomponent.xml`, componentXml(name)],
        [`botcomponents/${agent}.${name}/data`, yaml],
      ]),
    ),
  });
}

const types: Readonly<Record<string, number>> = { entity: 11, variable: 12, skill: 13 };

function componentXml(name: string): string {
  const [type = '', shown = ''] = name.split('.');
  return `<botcomponent schemaname="${agent}.${name}"><componenttype>${types[type] ?? 9}</componenttype><name>${shown}</name><parentbotid><schemaname>${agent}</schemaname></parentbotid><statecode>0</statecode></botcomponent>`;
}

export const solutionOfSmallAgent = (small: SmallAgent): Solution => readSolution(zipOfSmallAgent(small));
