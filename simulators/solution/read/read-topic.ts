import { SolutionProblem } from '../problem.ts';
import { type Begin, type Phrase, type Topic, triggers } from '../solution.ts';
import { readActions } from './read-action.ts';
import { asMap, asTextNode, listAt, mapAt, neededText, onlyKnown, textAt } from './yaml-fields.ts';
import { type MapNode, parseYaml } from './yaml-node.ts';

interface TopicFile {
  readonly schemaName: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly file: string;
  readonly text: string;
}

const startBehaviors = [
  'Default',
  'UseLatestPublishedContent',
  'CancelOtherTopics',
  'UseLatestPublishedContentAndCancelOtherTopics',
];

/** Reads a topic. Throws a {@link SolutionProblem} for what is no topic at all; what cannot be played becomes part of it. */
export function readTopic({ file, text, ...named }: TopicFile): Topic {
  const root = asMap(parseYaml(file, text), 'a topic');
  const begin = beginOf(root);
  return {
    ...named,
    place: root.place,
    cancelsOthers: /CancelOtherTopics$/.test(textAt(root, 'startBehavior') ?? ''),
    begin,
  };
}

function beginOf(root: MapNode): Begin {
  try {
    const kind = neededText(root, 'kind');
    if (kind !== 'AdaptiveDialog') throw new SolutionProblem(root.place, `a ${kind} is not known here`);
    onlyKnown(root, 'a topic', [
      'kind',
      'id',
      'modelDescription',
      'modelDisplayName',
      'startBehavior',
      'beginDialog',
      'inputType',
      'outputType',
    ]);
    const behavior = textAt(root, 'startBehavior') ?? 'Default';
    if (!startBehaviors.includes(behavior))
      throw new SolutionProblem(root.place, `startBehavior ${behavior} is not known here`);
    return readBegin(root);
  } catch (cause) {
    if (!(cause instanceof SolutionProblem)) throw cause;
    return { kind: 'unknown', phrases: phrasesIn(root), place: cause.place, why: cause.what };
  }
}

function readBegin(root: MapNode): Begin {
  const begin = mapAt(root, 'beginDialog');
  if (!begin) throw new SolutionProblem(root.place, 'beginDialog is missing');
  const kind = neededText(begin, 'kind');
  const trigger = triggers.find((each) => each === kind);
  if (!trigger) throw new SolutionProblem(begin.place, `the trigger ${kind} is not known here`);
  onlyKnown(begin, kind, ['kind', 'id', 'intent', 'actions', 'priority', 'triggerBehavior']);
  return { kind: 'known', trigger, phrases: phrasesIn(root), actions: readActions(listAt(begin, 'actions')) };
}

function phrasesIn(root: MapNode): readonly Phrase[] {
  const begin = mapAt(root, 'beginDialog');
  const intent = begin && mapAt(begin, 'intent');
  return (intent ? listAt(intent, 'triggerQueries') : []).map((node) => ({
    text: asTextNode(node, 'a phrase'),
    place: node.place,
  }));
}
