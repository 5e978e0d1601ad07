import type { Action } from '../action.ts';
import type { Formula } from '../formula.ts';
import type { Topic } from '../solution.ts';

/** A topic as a list of steps, so that the place in it is one number. */
export interface Program {
  readonly steps: readonly Step[];
  /** The step of an action, by its id. */
  readonly stepOf: ReadonlyMap<string, number>;
}

export type Step =
  | { readonly kind: 'act'; readonly action: Action }
  /** The id is that of the action with the condition. */
  | {
      readonly kind: 'test';
      readonly id: string;
      readonly condition: Formula;
      readonly otherwise: number;
    }
  | { readonly kind: 'go'; readonly id: string; readonly to: number };

const programs = new WeakMap<Topic, Program>();

export function programOf(topic: Topic): Program {
  const known = programs.get(topic);
  if (known) return known;
  const made = compile(topic.begin.kind === 'known' ? topic.begin.actions : []);
  programs.set(topic, made);
  return made;
}

function compile(actions: readonly Action[]): Program {
  const steps: Step[] = [];
  const stepOf = new Map<string, number>();
  const addAll = (list: readonly Action[]): void => {
    for (const action of list) add(action);
  };
  const add = (action: Action): void => {
    if (!stepOf.has(action.id)) stepOf.set(action.id, steps.length);
    if (action.kind !== 'ConditionGroup') {
      steps.push({ kind: 'act', action });
      return;
    }
    const exits: number[] = [];
    for (const { condition, actions: inner } of action.branches) {
      const { id } = action;
      const test = steps.push({ kind: 'test', id, condition, otherwise: -1 }) - 1;
      addAll(inner);
      exits.push(steps.push({ kind: 'go', id, to: -1 }) - 1);
      steps[test] = { kind: 'test', id, condition, otherwise: steps.length };
    }
    addAll(action.otherwise);
    for (const exit of exits) steps[exit] = { kind: 'go', id: action.id, to: steps.length };
  };
  addAll(actions);
  return { steps, stepOf };
}

/** The action in which a frame waits; undefined when the topic has changed since. */
export function actionAt(topic: Topic, id: string): Action | undefined {
  const program = programOf(topic);
  const step = program.steps[program.stepOf.get(id) ?? -1];
  return step?.kind === 'act' ? step.action : undefined;
}
