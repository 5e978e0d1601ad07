import { formulaOf } from '../formula.ts';
import { type Place, SolutionProblem } from '../problem.ts';
import type { Agent, GlobalVariable, ListedEntity, Skill, Solution, Topic } from '../solution.ts';
import { definedEntity } from './actions/read-entity.ts';
import type { Component, Contents, Files, Tolerant } from './component.ts';
import { readConnectedAgent } from './read-connected-agent.ts';
import { manifestIn, readExport } from './read-export.ts';
import { readSkill } from './read-skill.ts';
import { readTopic } from './read-topic.ts';
import { isWorkspace, readWorkspace } from './read-workspace.ts';
import { phrasesInText } from './unreadable-phrases.ts';
import { unzipSolution } from './unzip.ts';
import { asMap, booleanAt, textAt } from './yaml-fields.ts';
import { parseYaml } from './yaml-node.ts';

export interface ReadOptions {
  /** Name or schema name of the agent, where there are several. */
  readonly agent?: string;
}

/**
 * Reads an exported solution with one agent.
 *
 * @throws {@link SolutionProblem} naming file and line for what is no solution, has no agent, or is larger than any
 * agent. A file that cannot be read costs that file; actions and expressions that these simulators do not know stop
 * their topics when they come to them.
 */
export const readSolution = (zip: Uint8Array, options: ReadOptions = {}): Solution =>
  readFiles(unzipSolution(zip), options);

/** Reads a solution from its text files, an export's or a folder of `.mcs.yml` files. */
export function readFiles(files: Files, { agent: wanted }: ReadOptions = {}): Solution {
  const unreadable: SolutionProblem[] = [];
  const tolerant: Tolerant = (read) => {
    try {
      return [read()];
    } catch (cause) {
      if (!(cause instanceof SolutionProblem)) throw cause;
      if (!unreadable.some(({ message }) => message === cause.message)) unreadable.push(cause);
      return [];
    }
  };
  const isOurs = manifestIn(files) === undefined && isWorkspace(files);
  const contents = isOurs ? readWorkspace(files, tolerant) : readExport(files, tolerant);
  const agent = chosen(contents, wanted);
  const components = contents.components.filter(
    ({ parent }) => parent === undefined || parent === agent.schemaName,
  );
  const connectedAgents = components
    .filter(({ text }) => text.includes('ActivityProtocolMetadata'))
    .flatMap((component) => tolerant(() => readConnectedAgent(component)).flatMap((found) => found ?? []));
  const isConnected = ({ schemaName }: Component) =>
    connectedAgents.some((connected) => connected.schemaName === schemaName);
  const each = <Result>(type: Component['type'], read: (component: Component) => Result): readonly Result[] =>
    components.filter((component) => component.type === type).flatMap((one) => tolerant(() => read(one)));
  const entities = each('entity', entityOf);
  const entityNamed = (name: string) =>
    entities.find(({ schemaName }) => schemaName === name || schemaName.endsWith(`.entity.${name}`))?.entity;
  const topics = components
    .filter((component) => component.type === 'topic' && !isConnected(component))
    .map((component) => {
      const [topic] = tolerant(() => readTopic({ ...component, entityNamed }));
      return topic ?? unreadableTopic(component, unreadable);
    });
  return {
    name: contents.name,
    version: contents.version,
    agent,
    topics,
    connectedAgents,
    skills: each('skill', skillOf),
    variables: each('variable', variableOf),
    translations: contents.translations,
    environment: contents.environment,
    entities,
    otherDialogs: each('other', ({ schemaName, name, file, text }) => ({
      schemaName,
      name,
      kind: textAt(asMap(parseYaml(file, text), 'a component'), 'kind') ?? 'component',
    })),
    unreadable,
  };
}

function chosen({ agents, withoutAgent }: Contents, wanted: string | undefined): Agent {
  const [first, second] = agents;
  const place: Place = { file: 'bots/', line: 1 };
  if (!first) {
    const why = withoutAgent ?? 'has no bot.xml: the solution contains no agent';
    throw new SolutionProblem(withoutAgent === undefined ? place : { file: 'the solution', line: 1 }, why);
  }
  const names = agents.map(({ name, schemaName }) => `"${name}" (${schemaName})`).join(', ');
  if (wanted !== undefined) {
    const isWanted = (text: string) => text.toLowerCase() === wanted.toLowerCase();
    const found = agents.find(({ name, schemaName }) => isWanted(name) || isWanted(schemaName));
    if (found) return found;
    throw new SolutionProblem(place, `has no agent ${JSON.stringify(wanted)}, but ${names}`);
  }
  if (second)
    throw new SolutionProblem(
      place,
      `has ${agents.length} agents; choose one of them with --agent NAME: ${names}`,
    );
  return first;
}

/** A topic whose file is no YAML is there all the same, and stops where it begins. */
function unreadableTopic(component: Component, problems: readonly SolutionProblem[]): Topic {
  const { schemaName, name, isActive, file, text } = component;
  const problem = problems.findLast(({ place }) => place.file === file);
  const place = problem?.place ?? { file, line: 1 };
  return {
    schemaName,
    name,
    isActive,
    place,
    cancelsOthers: false,
    begin: {
      kind: 'unknown',
      phrases: phrasesInText(file, text),
      place,
      why: problem?.what ?? 'cannot be read',
    },
  };
}

const skillOf = ({ schemaName, name, file, text }: Component): Skill =>
  readSkill({ schemaName, name, file, text });

function entityOf({ schemaName, file, text }: Component): ListedEntity {
  return { schemaName, entity: definedEntity(asMap(parseYaml(file, text), 'an entity'), schemaName) };
}

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
