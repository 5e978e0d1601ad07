import type { OutsideCall, VariableName } from '../action.ts';
import type { Names, Scope } from '../power-fx/names.ts';
import { isRecord, type RecordValue, type Value } from '../power-fx/value.ts';
import type { Solution } from '../solution.ts';
import type { DialogState, Frame, Variables } from './dialog-state.ts';
import { optionSetNamed } from './questions/option-sets.ts';

/** What a topic asks of the skill. */
export interface SkillRequest {
  readonly type: 'event' | 'message' | 'endOfConversation';
  /** The action's id. */
  readonly name: string;
  /** Of a message. */
  readonly text: string;
  /** The inputs; undefined when the action binds none. */
  readonly value: RecordValue | undefined;
}

export type SkillOutcome =
  /** It could not be reached, was too slow, refused, or ended with an error; then `isOver`. */
  | { readonly kind: 'failed'; readonly why: string; readonly isOver: boolean }
  /** It has the conversation until it ends. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'ended'; readonly outputs: RecordValue };

/** One conversation, as topics see it. */
export interface Play {
  readonly solution: Solution;
  /** What the engine says where no topic has words. */
  readonly sentences: Readonly<Record<'failure' | 'stopped' | 'fallback' | 'rating', string>>;
  state(): DialogState;
  change(change: Partial<DialogState>): void;
  say(text: string): Promise<void>;
  callSkill(request: SkillRequest): Promise<SkillOutcome>;
  /** What comes back from beyond the agent; undefined when nothing says what. */
  outside(call: OutsideCall): { readonly returned: Value } | undefined;
  /** Reports to the run, not to the customer. */
  report(problem: Error): void;
  /** The variables under `System`. */
  system(): RecordValue;
  /** Global variables that come from outside of the topics. */
  given(): RecordValue;
  /** What the customer said last. */
  readonly text: string;
  /** Milliseconds since 1970. */
  now(): number;
}

export const topFrame = (play: Play): Frame | undefined => play.state().dialogs.at(-1);

/** Changes the topic that has the customer; none when no topic has. */
export function changeTop(play: Play, change: Partial<Frame>): void {
  const { dialogs } = play.state();
  const top = dialogs.at(-1);
  if (top) play.change({ dialogs: [...dialogs.slice(0, -1), { ...top, ...change }] });
}

/** Blank takes the variable away. */
export function setVariable(play: Play, { scope, path }: VariableName, value: Value): void {
  const { variables, system } = play.state();
  switch (scope) {
    case 'Global':
      play.change({ variables: withValue(variables, path, value) });
      return;
    case 'System':
      play.change({ system: { ...system, [path.join('.')]: value } });
      return;
    case 'Topic':
      changeTop(play, { variables: withValue(topFrame(play)?.variables ?? {}, path, value) });
      return;
  }
}

/** The variables with another value at a path. */
function withValue(variables: Variables, [name = '', ...inner]: readonly string[], value: Value): Variables {
  const { [name]: before, ...others } = variables;
  if (inner.length > 0) {
    const owner = before !== undefined && isRecord(before) ? before : {};
    return { ...others, [name]: withValue(owner, inner, value) };
  }
  return value === null ? others : { ...others, [name]: value };
}

export function variableValue(play: Play, { scope, path }: VariableName): Value {
  const [first = '', ...inner] = path;
  const found = namesOf(play).scope(scope);
  if (found === undefined) return null;
  const owner: Value = found.kind === 'value' ? found.value : found.of;
  return [first, ...inner].reduce<Value>(
    (value, name) => (isRecord(value) && Object.hasOwn(value, name) ? (value[name] ?? null) : null),
    owner,
  );
}

/** The names that expressions of the topic on top can read. */
export function namesOf(play: Play): Names {
  const { solution } = play;
  const scopes: Readonly<Record<string, () => Scope>> = {
    Topic: () => ({ kind: 'variables', of: topFrame(play)?.variables ?? {} }),
    Global: () => ({
      kind: 'variables',
      of: { ...defaultsOf(play), ...play.given(), ...play.state().variables },
    }),
    System: () => ({ kind: 'value', value: systemOf(play) }),
    Env: () => ({ kind: 'value', value: environmentOf(solution) }),
  };
  return {
    now: play.now(),
    scope: (name) => (Object.hasOwn(scopes, name) ? scopes[name]?.() : optionSetNamed(solution, name)),
  };
}

/** What topics have set counts before what is so by itself. */
function systemOf(play: Play): RecordValue {
  return Object.entries(play.state().system).reduce<RecordValue>(
    (system, [path, value]) => replaced(system, path.split('.'), value),
    play.system(),
  );
}

function replaced(record: RecordValue, [name = '', ...inner]: readonly string[], value: Value): RecordValue {
  const before = Object.hasOwn(record, name) ? (record[name] ?? null) : null;
  if (inner.length === 0) return { ...record, [name]: value };
  return { ...record, [name]: replaced(isRecord(before) ? before : {}, inner, value) };
}

function defaultsOf({ solution, now }: Play): RecordValue {
  const bare: Names = { now: now(), scope: () => undefined };
  return Object.fromEntries(
    solution.variables.flatMap(({ name, defaultValue }) =>
      defaultValue ? [[name, defaultValue.value(bare)]] : [],
    ),
  );
}

const environmentOf = ({ environment }: Solution): RecordValue =>
  Object.fromEntries(environment.map(({ schemaName, value }) => [schemaName, value ?? null]));
