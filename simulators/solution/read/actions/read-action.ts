import type { Action } from '../../action.ts';
import { SolutionProblem } from '../../problem.ts';
import { asMap, neededText, onlyKnown, textAt } from '../yaml-fields.ts';
import type { MapNode, YamlNode } from '../yaml-node.ts';
import type { Parts } from './parts.ts';
import { playedActions } from './played-actions.ts';
import type { KnownEntities } from './read-entity.ts';
import { outsideKinds, readOutside } from './read-outside.ts';
import { namesAnywhereIn, plain } from './values.ts';

/** Actions as a topic lists them, without those that are disabled. One that is not known becomes one that says so. */
export function readActions(nodes: readonly YamlNode[], known: KnownEntities): readonly Action[] {
  return nodes.flatMap((node) => {
    const map = asMap(node, 'an action');
    if (isDisabled(map)) return [];
    return [readAction(map, known)];
  });
}

const isDisabled = (map: MapNode): boolean => {
  const node = map.entries.get('disabled');
  return node?.kind === 'scalar' && node.value === true;
};

function readAction(map: MapNode, known: KnownEntities): Action {
  const { place } = map;
  const common = { id: textAt(map, 'id') ?? `line ${place.line}`, place };
  try {
    return { ...common, ...partsOf(neededText(map, 'kind'), map, known) };
  } catch (cause) {
    if (!(cause instanceof SolutionProblem)) throw cause;
    const inner = [...listIfAny(map, 'actions'), ...listIfAny(map, 'elseActions')];
    return {
      id: common.id,
      place: cause.place,
      kind: 'unknown',
      why: cause.what,
      reads: namesAnywhereIn(map),
      inner: readActions(inner, known),
    };
  }
}

function listIfAny(map: MapNode, name: string): readonly YamlNode[] {
  const node = map.entries.get(name);
  return node?.kind === 'list' ? node.items.filter(({ kind }) => kind === 'map') : [];
}

function partsOf(kind: string, map: MapNode, known: KnownEntities): Parts {
  if (outsideKinds.some((each) => each === kind)) return { kind: 'CallOutside', ...readOutside(kind, map) };
  const played = Object.hasOwn(playedActions, kind) ? playedActions[kind] : undefined;
  if (!played) throw new SolutionProblem(map.place, whyNotPlayed(kind));
  if (played.fields) onlyKnown(map, kind, [...plain, ...played.fields]);
  return played.read(map, { known, actions: (nodes) => readActions(nodes, known) });
}

const whyNotPlayed = (kind: string): string =>
  /^TransferConversation(V2)?$/.test(kind)
    ? `the action ${kind} transfers to Microsoft's own live agent, not to the bridge`
    : `the action ${kind} is not known here`;
