import { z } from 'zod';
import { formulaOf } from '../formula.ts';
import { SolutionProblem } from '../problem.ts';
import type { Agent, EnvironmentVariable, GlobalVariable, Skill, Solution, Topic } from '../solution.ts';
import { readConnectedAgent } from './read-connected-agent.ts';
import { readSkill } from './read-skill.ts';
import { readTopic } from './read-topic.ts';
import { unzipSolution } from './unzip.ts';
import { readXml } from './xml.ts';
import { asMap, booleanAt, textAt } from './yaml-fields.ts';
import { parseYaml } from './yaml-node.ts';

type Files = ReadonlyMap<string, string>;

const manifestXml = z.object({
  ImportExportXml: z.object({
    SolutionManifest: z.object({ UniqueName: z.string(), Version: z.string().default('') }),
  }),
});
const botXml = z.object({ bot: z.object({ '@schemaname': z.string().min(1), name: z.string() }) });
const componentXml = z.object({
  botcomponent: z.object({
    '@schemaname': z.string().min(1),
    componenttype: z.string(),
    name: z.string().default(''),
    parentbotid: z.object({ schemaname: z.string() }).optional(),
    statecode: z.string().default('0'),
  }),
});
const displayName = z.union([z.string(), z.object({ '@default': z.string() })]);
const variableXml = z.object({
  environmentvariabledefinition: z.object({
    '@schemaname': z.string().min(1),
    displayname: displayName.default(''),
    defaultvalue: z.string().optional(),
  }),
});
const valuesJson = z.object({
  environmentvariablevalues: z.object({ environmentvariablevalue: z.object({ value: z.string() }) }),
});

/**
 * Reads an exported solution with one agent.
 *
 * @throws {@link SolutionProblem} naming file and line for what is no solution, is damaged, or is larger than any
 * agent. Actions and expressions that these simulators do not know are no problem here: their topics stop at them.
 */
export function readSolution(zip: Uint8Array): Solution {
  const files = unzipSolution(zip);
  const manifest = files.get('solution.xml');
  if (manifest === undefined)
    throw new SolutionProblem({ file: 'solution.xml', line: 1 }, 'is not in the zip');
  const { UniqueName, Version } = readXml('solution.xml', manifest, manifestXml).ImportExportXml
    .SolutionManifest;
  const agent = readAgent(files);
  const components = [...componentsIn(files)].filter(
    ({ parent }) => parent === undefined || parent === agent.schemaName,
  );
  const connectedAgents = components
    .filter(({ text }) => text.includes('ActivityProtocolMetadata'))
    .flatMap((each) => readConnectedAgent(each) ?? []);
  const isConnected = ({ schemaName }: Component) =>
    connectedAgents.some((each) => each.schemaName === schemaName);
  return {
    name: UniqueName,
    version: Version,
    agent,
    connectedAgents,
    topics: components.filter((each) => each.type === 'topic' && !isConnected(each)).map(topicOf),
    skills: components.filter(({ type }) => type === 'skill').map(skillOf),
    variables: components.filter(({ type }) => type === 'variable').map(variableOf),
    environment: environmentIn(files),
  };
}

function readAgent(files: Files): Agent {
  const bots = matching(files, /^bots\/[^/]+\/bot\.xml$/i);
  const [first, second] = bots;
  if (!first)
    throw new SolutionProblem({ file: 'bots/', line: 1 }, 'has no bot.xml: the solution contains no agent');
  if (second)
    throw new SolutionProblem({ file: second[0], line: 1 }, 'is a second agent; export one agent at a time');
  const { bot } = readXml(first[0], first[1], botXml);
  return { schemaName: bot['@schemaname'], name: bot.name };
}

interface Component {
  readonly type: 'topic' | 'task' | 'skill' | 'variable';
  readonly schemaName: string;
  readonly name: string;
  readonly parent: string | undefined;
  readonly isActive: boolean;
  readonly file: string;
  readonly text: string;
}

function* componentsIn(files: Files): Iterable<Component> {
  for (const [path, text] of matching(files, /^botcomponents\/[^/]+\/botcomponent\.xml$/i)) {
    const { botcomponent: found } = readXml(path, text, componentXml);
    const file = path.replace(/botcomponent\.xml$/i, 'data');
    const data = files.get(file);
    const type = typeOf(found.componenttype, found['@schemaname']);
    if (type === undefined) continue;
    // Most tools call no agent, and need not be understood.
    if (type === 'task' && !data?.includes('ActivityProtocolMetadata')) continue;
    if (data === undefined) throw new SolutionProblem({ file, line: 1 }, 'is not in the zip');
    yield {
      type,
      schemaName: found['@schemaname'],
      name: found.name || found['@schemaname'],
      parent: found.parentbotid?.schemaname,
      isActive: found.statecode === '0',
      file,
      text: data,
    };
  }
}

/** Dataverse's numbers; knowledge and other things that are neither topics nor tools stay out. */
function typeOf(componentType: string, schemaName: string): Component['type'] | undefined {
  if (componentType === '9') return /\.topic\./.test(schemaName) ? 'topic' : 'task';
  if (componentType === '12') return 'variable';
  return componentType === '13' ? 'skill' : undefined;
}

const topicOf = ({ schemaName, name, isActive, file, text }: Component): Topic =>
  readTopic({ schemaName, name, isActive, file, text });

const skillOf = ({ schemaName, name, file, text }: Component): Skill =>
  readSkill({ schemaName, name, file, text });

function variableOf({ schemaName, file, text }: Component): GlobalVariable {
  const root = asMap(parseYaml(file, text), 'a variable');
  const name = textAt(root, 'name') ?? schemaName.split('.').at(-1) ?? schemaName;
  const written = textAt(root, 'defaultValue');
  // What an export writes for a variable without one.
  const given = written === 'DEFAULT' ? undefined : written;
  const place = root.entries.get('defaultValue')?.place ?? root.place;
  return {
    name,
    isGivenFromOutside: booleanAt(root, 'isExternalInitializationAllowed', false),
    defaultValue: given === undefined ? undefined : formulaOf(given, place),
  };
}

function environmentIn(files: Files): readonly EnvironmentVariable[] {
  return matching(files, /^environmentvariabledefinitions\/[^/]+\/environmentvariabledefinition\.xml$/i).map(
    ([path, text]) => {
      const found = readXml(path, text, variableXml).environmentvariabledefinition;
      const name = typeof found.displayname === 'string' ? found.displayname : found.displayname['@default'];
      const values = files.get(
        path.replace(/environmentvariabledefinition\.xml$/i, 'environmentvariablevalues.json'),
      );
      const value = values === undefined ? undefined : valueIn(path, values);
      return { schemaName: found['@schemaname'], name, value: value ?? found.defaultvalue };
    },
  );
}

function valueIn(path: string, text: string): string | undefined {
  const file = path.replace(/environmentvariabledefinition\.xml$/i, 'environmentvariablevalues.json');
  try {
    return valuesJson.safeParse(JSON.parse(text)).data?.environmentvariablevalues.environmentvariablevalue
      .value;
  } catch {
    throw new SolutionProblem({ file, line: 1 }, 'is not JSON');
  }
}

function matching(files: Files, pattern: RegExp): readonly (readonly [string, string])[] {
  return [...files].filter(([path]) => pattern.test(path)).sort(([one], [other]) => (one < other ? -1 : 1));
}
