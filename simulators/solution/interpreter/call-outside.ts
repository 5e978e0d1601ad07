import type { Action } from '../action.ts';
import { isRecord, isTable, type Value } from '../power-fx/value.ts';
import { SolutionProblem } from '../problem.ts';
import { type Play, setVariable } from './play.ts';
import { show } from './show.ts';

type CallOutside = Extract<Action, { readonly kind: 'CallOutside' }>;

/** What lies beyond the agent is never guessed at: a story says what comes back, or the topic stops. */
export async function callOutside(play: Play, action: CallOutside): Promise<void> {
  const answer = play.outside(action);
  if (action.shows) await show(play, action.shows);
  if (!answer) throw new SolutionProblem(action.place, whyNotPlayed(action));
  const { returned } = answer;
  const isEmpty = action.result !== undefined || action.output.size === 0;
  if (!isEmpty && (returned === null || !isRecord(returned)))
    throw new SolutionProblem(action.place, 'what the story returns is not a map with names of outputs');
  if (action.result) setVariable(play, action.result, returned);
  for (const [name, { variable }] of action.output)
    setVariable(play, variable, returned !== null && isRecord(returned) ? (returned[name] ?? null) : null);
  if (action.isSaid) await said(play, returned);
}

function whyNotPlayed({ of, names: [name] }: CallOutside): string {
  return `the action ${of} asks something beyond the agent, which is not played here; a story can say what comes back: "when the topic calls ${name}: { it returns: … }"`;
}

async function said(play: Play, returned: Value): Promise<void> {
  if (typeof returned === 'string') return play.say(returned);
  if (returned === null || isTable(returned) || !isRecord(returned)) return;
  const text = returned.Text ?? null;
  if (typeof text === 'string') await play.say(text);
}
