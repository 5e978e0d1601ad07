import type { Action, InputBinding } from '../action.ts';
import type { RecordValue } from '../power-fx/value.ts';
import { type Place, SolutionProblem } from '../problem.ts';
import type { Topic } from '../solution.ts';
import { callOutside } from './call-outside.ts';
import { editTable } from './edit-table.ts';
import { begins, type Next, nextStep, waits } from './next.ts';
import { parseValue } from './parse-value.ts';
import { changeTop, namesOf, type Play, setVariable, topFrame, variableValue } from './play.ts';
import { type Program, programOf } from './program.ts';
import { offeredBy } from './questions/entity-answers.ts';
import { show } from './show.ts';
import { invokeSkill } from './skill-call.ts';
import { topicNamed } from './topic-named.ts';

/** Does what an action says. Throws a {@link SolutionProblem} for what is not known. */
export async function perform(play: Play, topic: Topic, action: Action): Promise<Next> {
  const program = programOf(topic);
  const after = nextStep((program.stepOf.get(action.id) ?? 0) + 1);
  switch (action.kind) {
    case 'SendActivity':
      await show(play, action.message);
      return after;
    case 'Question':
      return ask(play, action, after);
    case 'CSATQuestion':
      changeTop(play, { at: action.id, wait: { for: 'rating' } });
      await play.say(play.sentences.rating);
      return waits;
    case 'InvokeSkillAction':
      return invokeSkill(play, action, after);
    case 'CallOutside':
      await callOutside(play, action);
      return after;
    case 'BeginDialog':
    case 'ReplaceDialog':
      return begin(play, action);
    case 'GotoAction':
      return nextStep(stepNamed(program, action.actionId, action.place));
    case 'EndDialog':
      if (action.clearsQueue) play.change({ queue: [] });
      return nextStep(program.steps.length);
    case 'CancelAllDialogs':
      play.change({ dialogs: [], queue: [] });
      return waits;
    case 'EndConversation':
      return endConversation(play);
    case 'unknown':
      throw new SolutionProblem(action.place, action.why);
    case 'ConditionGroup':
      throw new Error('A ConditionGroup is taken apart before it is played.');
    default:
      keep(play, action);
      return after;
  }
}

type Keeping = Extract<
  Action,
  {
    readonly kind:
      | 'SetVariable'
      | 'SetTextVariable'
      | 'ParseValue'
      | 'EditTable'
      | 'ClearAllVariables'
      | 'LogCustomTelemetryEvent';
  }
>;

/** Actions that change variables, or nothing. */
function keep(play: Play, action: Keeping): void {
  const names = namesOf(play);
  switch (action.kind) {
    case 'SetVariable':
      setVariable(play, action.variable, action.value.value(names));
      break;
    case 'SetTextVariable':
      setVariable(play, action.variable, action.value.filled(names));
      break;
    case 'ParseValue': {
      const parsed = action.value.judged(names, (value) => parseValue(value, action.type));
      setVariable(play, action.variable, parsed);
      break;
    }
    case 'EditTable':
      editTable(play, action);
      break;
    case 'ClearAllVariables':
      if (!action.isOfHistory) play.change({ variables: {} });
      break;
    case 'LogCustomTelemetryEvent':
      action.properties?.value(names);
      break;
  }
}

function stepNamed(program: Program, id: string, place: Place): number {
  const step = program.stepOf.get(id);
  if (step === undefined) throw new SolutionProblem(place, `there is no action ${id} in this topic`);
  return step;
}

type Question = Extract<Action, { readonly kind: 'Question' }>;

async function ask(play: Play, action: Question, after: Next): Promise<Next> {
  if (skips(play, action)) return after;
  changeTop(play, { at: action.id, wait: { for: 'answer', refused: 0 } });
  await show(play, action.prompt, offeredBy(play, action.entity));
  return waits;
}

/** A question whose variable has a value is not asked, and by default only when it is come to for the first time. */
function skips(play: Play, { id, skip, variable }: Question): boolean {
  const asked = topFrame(play)?.asked ?? [];
  const isFirst = !asked.includes(id);
  if (isFirst) changeTop(play, { asked: [...asked, id] });
  if (skip === 'never' || (skip === 'at first' && !isFirst)) return false;
  return variableValue(play, variable) !== null;
}

type BeginAction = Extract<Action, { readonly kind: 'BeginDialog' | 'ReplaceDialog' }>;

function begin(play: Play, action: BeginAction): Next {
  const topic = topicNamed(play.solution, action.dialog);
  if (!topic?.isActive) throw new SolutionProblem(action.place, whyNotBegun(play, action.dialog));
  const variables = valuesOf(play, action.input);
  if (action.kind === 'ReplaceDialog') play.change({ dialogs: play.state().dialogs.slice(0, -1) });
  else changeTop(play, { at: action.id, wait: { for: 'topic' } });
  return begins(topic, variables);
}

function whyNotBegun({ solution }: Play, dialog: string): string {
  const other = solution.otherDialogs.find(({ schemaName }) => schemaName === dialog);
  return other
    ? `"${other.name}" (${dialog}) is a ${other.kind}, which is not played here`
    : `there is no active topic ${dialog} in this solution`;
}

function valuesOf(play: Play, input: InputBinding): RecordValue {
  const names = namesOf(play);
  return Object.fromEntries([...input].map(([name, formula]) => [name, formula.value(names)]));
}

/** The copilot ends the conversation, also for the skill when it has it. */
async function endConversation(play: Play): Promise<Next> {
  const hasSkill = play.state().dialogs.some(({ wait }) => wait.for === 'skill');
  play.change({ dialogs: [], queue: [], variables: {} });
  if (hasSkill) await play.callSkill({ type: 'endOfConversation', name: '', text: '', value: undefined });
  return waits;
}
