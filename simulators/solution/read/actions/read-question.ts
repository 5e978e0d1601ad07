import type { Action } from '../../action.ts';
import type { Entity } from '../../entity.ts';
import { SolutionProblem } from '../../problem.ts';
import { booleanAt, neededText, numberAt, onlyKnown, textAt } from '../yaml-fields.ts';
import type { MapNode } from '../yaml-node.ts';
import { entityAt, type KnownEntities } from './read-entity.ts';
import { messageAt, optionalMessageAt } from './read-message.ts';
import { interruptionOf, optionalFormulaAt, plain, variableAt } from './values.ts';

type Question = Omit<Extract<Action, { readonly kind: 'Question' }>, 'id' | 'place'>;

/** How often Copilot Studio asks again unless told. */
const usualRepeats = 2;

const skips: Readonly<Record<string, Question['skip']>> = {
  AlwaysAsk: 'never',
  SkipOnFirstExecutionIfVariableHasValue: 'at first',
  AlwaysSkipIfVariableHasValue: 'always',
};

export function readQuestion(map: MapNode, known: KnownEntities): Question {
  onlyKnown(map, 'Question', [
    ...plain,
    'variable',
    'prompt',
    'entity',
    'alwaysPrompt',
    'interruptionPolicy',
    'skipQuestionMode',
    'unrecognizedPrompt',
    'repeatCount',
    'defaultValue',
    'fallbackDialogOnInvalidEntity',
    'includeOptionsInPrompt',
  ]);
  const entity: Entity = entityAt(map, known);
  return {
    kind: 'Question',
    variable: variableAt(map),
    prompt: messageAt(map, 'prompt'),
    unrecognizedPrompt: optionalMessageAt(map, 'unrecognizedPrompt'),
    entity,
    skip: skipOf(map),
    repeatCount: numberAt(map, 'repeatCount') ?? usualRepeats,
    otherwise: optionalFormulaAt(map, 'defaultValue'),
    otherwiseTopic: textAt(map, 'fallbackDialogOnInvalidEntity'),
    interruption: interruptionOf(map),
  };
}

function skipOf(map: MapNode): Question['skip'] {
  if (booleanAt(map, 'alwaysPrompt', false)) return 'never';
  if (!map.entries.has('skipQuestionMode')) return 'at first';
  const mode = neededText(map, 'skipQuestionMode');
  const skip = Object.hasOwn(skips, mode) ? skips[mode] : undefined;
  if (!skip) throw new SolutionProblem(map.place, `skipQuestionMode ${mode} is not known here`);
  return skip;
}
