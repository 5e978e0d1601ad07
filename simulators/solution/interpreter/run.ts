import type { Formula } from '../formula.ts';
import { asBoolean, PowerFxError, type RecordValue } from '../power-fx/value.ts';
import { SolutionProblem } from '../problem.ts';
import type { Topic } from '../solution.ts';
import type { DialogState } from './dialog-state.ts';
import { begins, type Next, nextStep, resumes, waits } from './next.ts';
import { perform } from './perform.ts';
import { changeTop, namesOf, type Play, setVariable, systemTopic, topFrame, topicNamed } from './play.ts';
import { actionAt, programOf } from './program.ts';

/** Far more than any topic has; a loop would never end. */
const mostSteps = 2_000;

/** Begins a topic above those under way, and plays on until a message is needed. */
export function beginTopic(play: Play, topic: Topic): Promise<void> {
  return goOn(play, begins(topic));
}

/** Plays on until the topic waits or nothing is left. */
export async function goOn(play: Play, from: Next | Promise<Next>): Promise<void> {
  let next = await settled(play, from);
  for (let steps = 0; next.kind !== 'waits'; steps += 1) {
    try {
      if (steps > mostSteps) throw circle(play);
      next = await advance(play, next);
    } catch (cause) {
      if (!(cause instanceof SolutionProblem)) throw cause;
      next = await stopTopic(play, cause);
      // The topic below has taken no steps yet; each stop leaves fewer of them.
      steps = 0;
    }
  }
}

/** What is evaluated on the way into a topic may not be known either. */
async function settled(play: Play, from: Next | Promise<Next>): Promise<Next> {
  try {
    return await from;
  } catch (cause) {
    if (!(cause instanceof SolutionProblem)) throw cause;
    return stopTopic(play, cause);
  }
}

async function advance(play: Play, next: Next): Promise<Next> {
  switch (next.kind) {
    case 'waits':
      return next;
    case 'resumes':
      return resumeBelow(play);
    case 'begins':
      return push(play, next.topic, next.variables);
    case 'skill-failed':
      return skillFailed(play, next);
    case 'step':
      return step(play, next.to);
  }
}

function push(play: Play, topic: Topic, variables: RecordValue): Next {
  const { dialogs } = play.state();
  const below = topic.cancelsOthers ? [] : dialogs;
  play.change({
    dialogs: [...below, { topic: topic.schemaName, at: '', variables, wait: { for: 'nothing' } }],
  });
  if (topic.begin.kind === 'unknown') throw new SolutionProblem(topic.begin.place, topic.begin.why);
  return nextStep(0);
}

async function step(play: Play, at: number): Promise<Next> {
  const frame = topFrame(play);
  const topic = frame && topicNamed(play.solution, frame.topic);
  if (!topic) return waits;
  const current = programOf(topic).steps[at];
  if (current === undefined) return finish(play);
  switch (current.kind) {
    case 'go':
      return nextStep(current.to);
    case 'test':
      return nextStep(holds(play, current.condition) ? at + 1 : current.otherwise);
    case 'act':
      return perform(play, topic, current.action);
  }
}

function holds(play: Play, condition: Formula): boolean {
  const value = condition.value(namesOf(play));
  try {
    return asBoolean(value);
  } catch (cause) {
    if (!(cause instanceof PowerFxError)) throw cause;
    throw new SolutionProblem(condition.place, `${cause.message}, in ${JSON.stringify(condition.source)}`);
  }
}

/** The topic on top is over: the topic that began it goes on, an interrupted one has the customer again. */
function finish(play: Play): Next {
  const { dialogs } = play.state();
  const over = dialogs.at(-1);
  play.change({ dialogs: dialogs.slice(0, -1) });
  const frame = topFrame(play);
  const topic = frame && topicNamed(play.solution, frame.topic);
  const action = topic && actionAt(topic, frame.at);
  if (frame?.wait.for !== 'topic' || !topic || action?.kind !== 'BeginDialog') return resumes;
  changeTop(play, { wait: { for: 'nothing' } });
  for (const [name, { variable }] of action.output)
    setVariable(play, variable, over?.variables[name] ?? null);
  return nextStep((programOf(topic).stepOf.get(frame.at) ?? 0) + 1);
}

/** A question that was interrupted is asked again; a skill has the customer again without a word. */
async function resumeBelow(play: Play): Promise<Next> {
  const frame = topFrame(play);
  const topic = frame && topicNamed(play.solution, frame.topic);
  const action = topic && actionAt(topic, frame.at);
  if (frame?.wait.for === 'answer' && action?.kind === 'Question')
    await play.say(action.prompt.filled(namesOf(play)));
  return waits;
}

/** Ends the topic on top and those that began it, which cannot go on without it; one that it interrupted goes on. */
async function stopTopic(play: Play, problem: SolutionProblem): Promise<Next> {
  play.report(problem);
  const { dialogs } = play.state();
  const below = dialogs.slice(0, -1).findLastIndex(({ wait }) => wait.for !== 'topic');
  play.change({ dialogs: dialogs.slice(0, below + 1) });
  await play.say(play.sentences.stopped);
  return resumes;
}

type SkillFailed = Extract<Next, { readonly kind: 'skill-failed' }>;

/** The topic for errors speaks. It cancels what is under way only when the skill does not have the conversation. */
async function skillFailed(play: Play, { why, isHeld }: SkillFailed): Promise<Next> {
  if (!isHeld) play.change({ dialogs: [] });
  const topic = systemTopic(play.solution, 'OnError');
  if (!topic) {
    await play.say(play.sentences.failure);
    return waits;
  }
  await goOn(asideOf(play, why), begins(topic));
  return waits;
}

/** A place for the topic of errors to play in, with the same variables and the same customer. */
function asideOf(play: Play, why: string): Play {
  let dialogs: DialogState['dialogs'] = [];
  const aside: Play = {
    ...play,
    state: () => ({ ...play.state(), dialogs }),
    change: ({ dialogs: changed, ...others }) => {
      dialogs = changed ?? dialogs;
      play.change(others);
    },
    system: () => ({ ...play.system(), Error: { Message: why, Code: 'SkillFailed' } }),
    // A topic for errors that calls the skill would come round to itself.
    callSkill: async () => ({ kind: 'taken' }),
  };
  return aside;
}

function circle(play: Play): SolutionProblem {
  const frame = topFrame(play);
  const place = frame && topicNamed(play.solution, frame.topic)?.place;
  return new SolutionProblem(
    place ?? { file: 'a topic', line: 1 },
    `has taken ${mostSteps} steps without waiting for a message`,
  );
}
