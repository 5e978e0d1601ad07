import { SolutionProblem } from '../problem.ts';
import { type Begin, type Phrase, type Topic, triggers } from '../solution.ts';
import { readActions } from './actions/read-action.ts';
import type { KnownEntities } from './actions/read-entity.ts';
import { withUniqueIds } from './actions/unique-ids.ts';
import { optionalFormulaAt } from './actions/values.ts';
import {
  anyText,
  asMap,
  booleanAt,
  listAt,
  mapAt,
  neededText,
  numberAt,
  onlyKnown,
  textAt,
} from './yaml-fields.ts';
import { type MapNode, parseYaml } from './yaml-node.ts';

interface TopicFile {
  readonly schemaName: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly file: string;
  readonly text: string;
  readonly entityNamed: KnownEntities['entity'];
}

const startBehaviors = [
  'Default',
  'UseLatestPublishedContent',
  'CancelOtherTopics',
  'UseLatestPublishedContentAndCancelOtherTopics',
];

/** Reads a topic. Throws a {@link SolutionProblem} for what is no topic at all; what cannot be played becomes part of it. */
export function readTopic({ file, text, entityNamed, ...named }: TopicFile): Topic {
  const root = asMap(parseYaml(file, text), 'a topic');
  const begin = mapAt(root, 'beginDialog');
  const trigger = (begin && textAt(begin, 'id')) ?? 'main';
  const known = {
    entity: entityNamed,
    optionSet: (question: string) => `${named.schemaName}.${trigger}.${question}`,
  };
  return {
    ...named,
    place: root.place,
    cancelsOthers: /CancelOtherTopics$/.test(textAt(root, 'startBehavior') ?? ''),
    begin: beginOf(root, known),
  };
}

/** Of the fields beside the trigger only `startBehavior` changes how a topic is played here. */
function beginOf(root: MapNode, known: KnownEntities): Begin {
  try {
    const kind = neededText(root, 'kind');
    if (kind !== 'AdaptiveDialog') throw new SolutionProblem(root.place, `a ${kind} is not known here`);
    const behavior = textAt(root, 'startBehavior') ?? 'Default';
    if (!startBehaviors.includes(behavior))
      throw new SolutionProblem(root.place, `startBehavior ${behavior} is not known here`);
    return readBegin(root, known);
  } catch (cause) {
    if (!(cause instanceof SolutionProblem)) throw cause;
    return { kind: 'unknown', phrases: phrasesIn(root), place: cause.place, why: cause.what };
  }
}

function readBegin(root: MapNode, known: KnownEntities): Begin {
  const begin = mapAt(root, 'beginDialog');
  if (!begin) throw new SolutionProblem(root.place, 'beginDialog is missing');
  const kind = neededText(begin, 'kind');
  const trigger = triggers.find((each) => each === kind);
  if (!trigger) throw new SolutionProblem(begin.place, `the trigger ${kind} is not known here`);
  onlyKnown(begin, kind, [
    'kind',
    'id',
    'displayName',
    'intent',
    'actions',
    'priority',
    'triggerBehavior',
    'condition',
    'type',
  ]);
  const type = textAt(begin, 'type');
  if (type !== undefined && type.toLowerCase() !== 'message')
    throw new SolutionProblem(begin.place, `the trigger ${kind} of type ${type} is not known here`);
  const intent = mapAt(begin, 'intent');
  return {
    kind: 'known',
    trigger,
    id: textAt(begin, 'id') ?? 'main',
    priority: numberAt(begin, 'priority') ?? 0,
    condition: optionalFormulaAt(begin, 'condition'),
    isOffered: !intent || booleanAt(intent, 'includeInOnSelectIntent', true),
    phrases: phrasesIn(root),
    actions: withUniqueIds(readActions(listAt(begin, 'actions'), known)),
  };
}

/** Phrases are text, whatever YAML takes them for; one that is nothing at all is left out. */
function phrasesIn(root: MapNode): readonly Phrase[] {
  const begin = mapAt(root, 'beginDialog');
  const intent = begin && mapAt(begin, 'intent');
  return (intent ? listAt(intent, 'triggerQueries') : [])
    .map((node) => ({ text: anyText(node, 'a phrase'), place: node.place }))
    .filter(({ text }) => text !== '');
}
