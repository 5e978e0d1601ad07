import { randomUUID } from 'node:crypto';
import type { Action } from '../action.ts';
import { sentValue } from '../power-fx/json.ts';
import type { RecordValue } from '../power-fx/value.ts';
import { SolutionProblem } from '../problem.ts';
import type { SkillAction } from '../solution.ts';
import { type Next, waits } from './next.ts';
import { changeTop, namesOf, type Play, type SkillOutcome, setVariable, topFrame } from './play.ts';

export type InvokeSkill = Extract<Action, { readonly kind: 'InvokeSkillAction' }>;

/** The one input that goes along with everything the customer says while the skill has the conversation. */
const liveChatInput = 'LiveChatConversationId';

/** Calls the skill, and goes on with its outputs when it ends at once. */
export async function invokeSkill(play: Play, action: InvokeSkill, after: Next): Promise<Next> {
  const { type } = definitionOf(play, action);
  const inputs = inputsOf(play, action);
  const { text, value } = type === 'message' ? messageOf(play, inputs) : { text: '', value: inputs };
  // A topic that interrupted the skill gives the customer back to it when the call fails.
  const isInterrupting = play
    .state()
    .dialogs.slice(0, -1)
    .some(({ wait }) => wait.for === 'skill');
  const call = randomUUID();
  changeTop(play, { at: action.id, wait: { for: 'skill', call, type } });
  const outcome = await play.callSkill({ type, name: action.actionId, text, value });
  if (outcome.kind === 'failed' && waitsFor(play, call)) {
    const isHeld = !outcome.isOver && (isInterrupting || type === 'message');
    if (isInterrupting) dropInterrupting(play);
    return { kind: 'skill-failed', why: outcome.why, isHeld };
  }
  return settled(play, { call, action, after, outcome });
}

/** Gives the skill what the customer says while it has the conversation. */
export async function forward(play: Play, action: InvokeSkill, after: Next): Promise<Next> {
  const wait = topFrame(play)?.wait;
  if (wait?.for !== 'skill') return waits;
  const liveChat = inputsOf(play, action)?.[liveChatInput];
  // Which inputs real forwarded messages repeat is not documented; one that names the live chat is harmless.
  const value = liveChat === undefined ? {} : { [liveChatInput]: liveChat };
  const outcome = await play.callSkill({ type: 'message', name: action.actionId, text: play.text, value });
  return settled(play, { call: wait.call, action, after, outcome });
}

interface Settling {
  readonly call: string;
  readonly action: InvokeSkill;
  readonly after: Next;
  readonly outcome: SkillOutcome;
}

/** Meanwhile the skill may have ended by itself, or have been forgotten: then the topic has gone on without this. */
function settled(play: Play, { call, action, after, outcome }: Settling): Next {
  switch (outcome.kind) {
    case 'failed':
      return { kind: 'skill-failed', why: outcome.why, isHeld: !outcome.isOver };
    case 'taken':
      return waits;
    case 'ended':
      if (!waitsFor(play, call)) return waits;
      takeOutputs(play, action, outcome.outputs);
      return after;
  }
}

export function takeOutputs(play: Play, action: InvokeSkill, outputs: RecordValue): void {
  changeTop(play, { wait: { for: 'nothing' } });
  for (const [name, { variable }] of action.output)
    setVariable(play, variable, Object.hasOwn(outputs, name) ? (outputs[name] ?? null) : null);
}

function waitsFor(play: Play, call: string): boolean {
  const wait = topFrame(play)?.wait;
  return wait?.for === 'skill' && wait.call === call;
}

function dropInterrupting(play: Play): void {
  const { dialogs } = play.state();
  const below = dialogs.slice(0, -1).findLastIndex(({ wait }) => wait.for === 'skill');
  play.change({ dialogs: dialogs.slice(0, below + 1) });
}

type SentAction = SkillAction & { readonly type: 'event' | 'message' };

function definitionOf({ solution }: Play, { skillId, actionId, place }: InvokeSkill): SentAction {
  const skill = solution.skills.find(({ schemaName }) => schemaName === skillId);
  if (!skill) throw new SolutionProblem(place, `there is no skill ${skillId} in this solution`);
  const action = skill.actions.find(({ id }) => id === actionId);
  if (!action) throw new SolutionProblem(place, `the skill ${skillId} has no action ${actionId}`);
  const { type } = action;
  if (type === 'other')
    throw new SolutionProblem(place, `the action ${actionId} of ${skillId} is neither event nor message`);
  return { ...action, type };
}

/** Blank goes as empty text: what is bound is there, and a field that is null may be dropped on the way. */
function inputsOf(play: Play, { input }: InvokeSkill): RecordValue | undefined {
  if (input.size === 0) return undefined;
  const names = namesOf(play);
  return Object.fromEntries(
    [...input].map(([name, formula]) => [name, sentValue(formula.value(names)) ?? '']),
  );
}

/** A message says what the customer said, unless the action has an input `text`. */
function messageOf(play: Play, inputs: RecordValue | undefined) {
  const { text, ...value } = inputs ?? {};
  return { text: typeof text === 'string' ? text : play.text, value: inputs && value };
}
