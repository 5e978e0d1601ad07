import type { VariableName } from '../action.ts';
import type { Names, Scope } from '../power-fx/evaluate.ts';
import type { RecordValue, Value } from '../power-fx/value.ts';
import type { Solution, Topic, Trigger } from '../solution.ts';
import type { DialogState, Frame, Variables } from './dialog-state.ts';

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

export const topicNamed = (solution: Solution, schemaName: string): Topic | undefined =>
  solution.topics.find((topic) => topic.schemaName === schemaName);

/** The active topic of the system for an occasion; the first by schema name when there are several. */
export function systemTopic({ topics }: Solution, trigger: Trigger): Topic | undefined {
  return topics.find(
    ({ isActive, begin }) => isActive && begin.kind === 'known' && begin.trigger === trigger,
  );
}

/** Blank takes the variable away. */
export function setVariable(play: Play, { scope, name }: VariableName, value: Value): void {
  const set = ({ [name]: _, ...others }: Variables): Variables =>
    value === null ? others : { ...others, [name]: value };
  if (scope === 'Global') play.change({ variables: set(play.state().variables) });
  else changeTop(play, { variables: set(topFrame(play)?.variables ?? {}) });
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
    System: () => ({ kind: 'value', value: play.system() }),
    Env: () => ({ kind: 'value', value: environmentOf(solution) }),
  };
  return { now: play.now(), scope: (name) => (Object.hasOwn(scopes, name) ? scopes[name]?.() : undefined) };
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
