import { SolutionProblem } from '../problem.ts';
import type { Skill, SkillAction } from '../solution.ts';
import { asMap, listAt, mapAt, neededText, textAt } from './yaml-fields.ts';
import { type MapNode, parseYaml, type YamlNode } from './yaml-node.ts';

interface SkillFile {
  readonly schemaName: string;
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

/** Reads a SkillDefinition. Throws a {@link SolutionProblem}. */
export function readSkill({ file, text, ...named }: SkillFile): Skill {
  const root = asMap(parseYaml(file, text), 'a skill');
  const kind = neededText(root, 'kind');
  if (kind !== 'SkillDefinition') throw new SolutionProblem(root.place, `a ${kind} is not a SkillDefinition`);
  return {
    ...named,
    place: root.place,
    actions: listAt(root, 'actions').map(readAction),
    appId: variableAt(root, 'appId'),
    appEndpoint: variableAt(root, 'appEndpoint'),
  };
}

function readAction(node: YamlNode): SkillAction {
  const map = asMap(node, 'an action');
  const type = (textAt(map, 'activityType') ?? 'event').toLowerCase();
  const isSent = type === 'event' || type === 'message';
  return { id: neededText(map, 'actionId'), type: isSent ? type : 'other', place: map.place };
}

/** The schema name of an environment variable, as a reference to it or plainly. */
function variableAt(root: MapNode, name: string): string {
  const node = root.entries.get(name);
  if (!node) throw new SolutionProblem(root.place, `${name} is missing`);
  const reference = node.kind === 'map' ? mapAt(root, name) : undefined;
  return reference ? neededText(reference, 'schemaName') : neededText(root, name);
}
