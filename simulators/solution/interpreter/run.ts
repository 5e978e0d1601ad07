import { asBoolean, type RecordValue } from '../power-fx/value.ts';
import { SolutionProblem } from '../problem.ts';
import type { Topic } from '../solution.ts';
import type { DialogState, Frame } from './dialog-state.ts';
import { begins, type Next, nextStep, resumes, waits } from './next.ts';
import { perform } from './perform.ts';
import { changeTop, namesOf, type Play, setVariable, topFrame, variableValue } from './play.ts';
import { actionAt, programOf, type Step } from './program.ts';
import { offeredBy } from './questions/entity-answers.ts';
import { show } from './show.ts';
import { topicNamed } from './topic-named.ts';
import { systemTopic } from './triggers.ts';

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
    dialogs: [...below, { topic: topic.schemaName, at: '', variables, wait: { for: 'nothing' }, asked: [] }],
  });
  if (topic.begin.kind === 'unknown')
    throw new SolutionProblem(topic.begin.place, topic.begin.why).within(topic.name, undefined);
  return nextStep(0);
}

/** Plays on from a step. What stops the topic there says in which topic and action. */
async function step(play: Play, at: number): Promise<Next> {
  const frame = topFrame(play);
  const topic = frame && topicNamed(play.solution, frame.topic);
  if (!topic) return waits;
  const current = programOf(topic).steps[at];
  if (current === undefined) return finish(play);
  try {
    return await taken(play, topic, { current, at });
  } catch (cause) {
    if (!(cause instanceof SolutionProblem)) throw cause;
    throw cause.within(topic.name, idOf(current));
  }
}

/** The maker's id; an action without one is found by its line. */
function idOf(step: Step): string | undefined {
  const id = step.kind === 'act' ? step.action.id : step.id;
  return /^line \d+$/.test(id) ? undefined : id;
}

interface Taken {
  readonly current: Step;
  readonly at: number;
}

async function taken(play: Play, topic: Topic, { current, at }: Taken): Promise<Next> {
  switch (current.kind) {
    case 'go':
      return nextStep(current.to);
    case 'test': {
      const holds = current.condition.judged(namesOf(play), asBoolean);
      return nextStep(holds ? at + 1 : current.otherwise);
    }
    case 'act':
      return perform(play, topic, current.action);
  }
}

/** The topic on top is over: the topic that began it goes on, an interrupted one has the customer again. */
function finish(play: Play): Next {
  const { dialogs } = play.state();
  const over = dialogs.at(-1);
  play.change({ dialogs: dialogs.slice(0, -1) });
  if (over) queueChosen(play, over);
  const frame = topFrame(play);
  const topic = frame && topicNamed(play.solution, frame.topic);
  const action = topic && actionAt(topic, frame.at);
  if (frame?.wait.for !== 'topic' || !topic || action?.kind !== 'BeginDialog') return resumes;
  changeTop(play, { wait: { for: 'nothing' } });
  for (const [name, { variable }] of action.output)
    setVariable(play, variable, over?.variables[name] ?? null);
  return nextStep((programOf(topic).stepOf.get(frame.at) ?? 0) + 1);
}

/** The customer has said which of several topics is meant: it comes next. */
function queueChosen(play: Play, over: Frame): void {
  const { begin } = topicNamed(play.solution, over.topic) ?? {};
  if (begin?.kind !== 'known' || begin.trigger !== 'OnSelectIntent') return;
  const chosen = variableValue(play, { scope: 'System', path: ['Recognizer', 'SelectedIntent', 'TopicId'] });
  const topic = typeof chosen === 'string' ? topicNamed(play.solution, chosen) : undefined;
  if (topic?.isActive) play.change({ queue: [topic.schemaName, ...play.state().queue] });
}

/** A question that was interrupted is asked again; a skill has the customer again without a word. */
async function resumeBelow(play: Play): Promise<Next> {
  const frame = topFrame(play);
  if (!frame) return nextInQueue(play);
  const topic = topicNamed(play.solution, frame.topic);
  const action = topic && actionAt(topic, frame.at);
  if (frame.wait.for === 'answer' && action?.kind === 'Question')
    await show(play, action.prompt, offeredBy(play, action.entity));
  return waits;
}

/** What a turn has called for begins one after the other. */
function nextInQueue(play: Play): Next {
  const [first, ...others] = play.state().queue;
  if (first === undefined) return waits;
  play.change({ queue: others });
  const topic = topicNamed(play.solution, first);
  return topic?.isActive ? begins(topic) : resumes;
}

/** Ends the topic on top and those that began it, which cannot go on without it; one that it interrupted goes on. */
async function stopTopic(play: Play, problem: SolutionProblem): Promise<Next> {
  play.report(problem);
  const { dialogs } = play.state();
  const below = dialogs.slice(0, -1).findLastIndex(({ wait }) => wait.for !== 'topic');
  play.change({ dialogs: dialogs.slice(0, below + 1), queue: [] });
  await play.say(play.sentences.stopped);
  return resumes;
}

type SkillFailed = Extract<Next, { readonly kind: 'skill-failed' }>;

/** The topic for errors speaks. It cancels what is under way only when the skill does not have the conversation. */
async function skillFailed(play: Play, { why, isHeld }: SkillFailed): Promise<Next> {
  if (!isHeld) play.change({ dialogs: [], queue: [] });
  const topic = systemTopic(play, 'OnError');
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
    state: () => ({ ...play.state(), dialogs, queue: [] }),
    change: ({ dialogs: changed, queue: _, ...others }) => {
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
