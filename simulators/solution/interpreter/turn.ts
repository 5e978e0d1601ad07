import type { Interruption } from '../action.ts';
import { normalise } from '../match-phrase.ts';
import type { RecordValue, Value } from '../power-fx/value.ts';
import { recognise } from '../recognise.ts';
import type { Topic } from '../solution.ts';
import { type Next, nextStep, resumes } from './next.ts';
import { changeTop, type Play, setVariable, systemTopic, topFrame, topicNamed } from './play.ts';
import { actionAt, programOf } from './program.ts';
import { beginTopic, goOn } from './run.ts';
import { forward, type InvokeSkill, takeOutputs } from './skill-call.ts';

/** A stay with the skill. */
export interface SkillWait {
  readonly call: string;
  readonly type: 'event' | 'message';
}

/** The customer's turn: an answer, words for the skill, or the beginning of a topic. */
export async function received(play: Play): Promise<void> {
  dropTorn(play);
  const waiting = pendingWaitIn(play);
  if (!waiting) return beginAnew(play);
  const { action, after } = waiting;
  const interrupting = 'interruption' in action ? interruptingTopic(play, action.interruption) : undefined;
  if (interrupting) return beginTopic(play, interrupting);
  switch (action.kind) {
    case 'Question':
      return answer(play, action, after);
    case 'InvokeSkillAction':
      return goOn(play, forward(play, action, after));
    case 'CSATQuestion':
      changeTop(play, { wait: { for: 'nothing' } });
      return goOn(play, after);
  }
}

/** The first turn of a conversation is preceded by its start. */
export async function conversationStarts(play: Play): Promise<void> {
  const topic = systemTopic(play.solution, 'OnConversationStart');
  if (topic) await beginTopic(play, topic);
}

/** Undefined when no topic waits for the skill. */
export function skillWait(play: Pick<Play, 'state'>): SkillWait | undefined {
  const wait = play.state().dialogs.at(-1)?.wait;
  return wait?.for === 'skill' ? wait : undefined;
}

/** The skill has ended by itself: the topic goes on with its outputs. */
export async function skillEnded(play: Play, outputs: RecordValue): Promise<void> {
  const waiting = pendingWaitIn(play);
  if (waiting?.action.kind !== 'InvokeSkillAction') return;
  takeOutputs(play, waiting.action, outputs);
  await goOn(play, waiting.after);
}

type PendingAction =
  | Extract<NonNullable<ReturnType<typeof actionAt>>, { kind: 'Question' | 'CSATQuestion' }>
  | InvokeSkill;

interface PendingWait {
  readonly action: PendingAction;
  readonly after: Next;
}

function pendingWaitIn(play: Play): PendingWait | undefined {
  const frame = topFrame(play);
  const topic = frame && topicNamed(play.solution, frame.topic);
  const action = topic && actionAt(topic, frame.at);
  const after = nextStep(topic ? (programOf(topic).stepOf.get(frame.at) ?? 0) + 1 : 0);
  const isOne =
    action?.kind === 'Question' || action?.kind === 'CSATQuestion' || action?.kind === 'InvokeSkillAction';
  return isOne ? { action, after } : undefined;
}

/** Topics that a stop cut in the middle, or that the solution no longer has, are not under way any more. */
function dropTorn(play: Play): void {
  const { dialogs } = play.state();
  const isWhole = ({ topic, at, wait }: (typeof dialogs)[number]) => {
    const known = topicNamed(play.solution, topic);
    return wait.for !== 'nothing' && known !== undefined && actionAt(known, at) !== undefined;
  };
  const torn = dialogs.findIndex((frame) => !isWhole(frame));
  const whole = torn === -1 ? dialogs : dialogs.slice(0, torn);
  const last = whole.findLastIndex(({ wait }) => wait.for !== 'topic');
  if (last + 1 < dialogs.length) play.change({ dialogs: whole.slice(0, last + 1) });
}

async function beginAnew(play: Play): Promise<void> {
  const candidates = recognise(play.text, play.solution.topics);
  const [best, second] = candidates;
  if (!best) return beginFallback(play);
  play.change({ fallbacks: 0 });
  if (second?.score !== best.score) return beginTopic(play, best.topic);
  const chooser = systemTopic(play.solution, 'OnSelectIntent');
  if (chooser) return beginTopic(play, chooser);
  const names = candidates.filter(({ score }) => score === best.score).map(({ topic }) => topic.name);
  play.report(
    new Error(`Several topics answer to the same words, of which the first began: ${names.join(', ')}`),
  );
  return beginTopic(play, best.topic);
}

async function beginFallback(play: Play): Promise<void> {
  play.change({ fallbacks: play.state().fallbacks + 1 });
  const topic = systemTopic(play.solution, 'OnUnknownIntent');
  return topic ? beginTopic(play, topic) : play.say(play.sentences.fallback);
}

function interruptingTopic(play: Play, { isAllowed, topics }: Interruption): Topic | undefined {
  if (!isAllowed) return undefined;
  const allowed = play.solution.topics.filter(
    ({ schemaName }) => topics === undefined || topics.some((each) => each.schemaName === schemaName),
  );
  return recognise(play.text, allowed)[0]?.topic;
}

const mostRefused = 2;
const yes = ['yes', 'y', 'yeah', 'yep', 'sure', 'ok', 'okay', 'true'];
const no = ['no', 'n', 'nope', 'false'];

type Question = Extract<PendingAction, { readonly kind: 'Question' }>;

async function answer(play: Play, { variable, entity }: Question, after: Next): Promise<void> {
  const value: Value = entity === 'String' ? play.text : booleanIn(play.text);
  if (value !== null) {
    changeTop(play, { wait: { for: 'nothing' } });
    setVariable(play, variable, value);
    return goOn(play, after);
  }
  const wait = topFrame(play)?.wait;
  const refused = wait?.for === 'answer' ? wait.refused + 1 : 1;
  if (refused <= mostRefused) {
    changeTop(play, { wait: { for: 'answer', refused } });
    return goOn(play, resumes);
  }
  // As in Copilot Studio: a message that is not understood escalates.
  play.change({ dialogs: [] });
  const topic = systemTopic(play.solution, 'OnEscalate');
  return topic ? beginTopic(play, topic) : play.say(play.sentences.fallback);
}

function booleanIn(text: string): boolean | null {
  const word = normalise(text);
  if (yes.includes(word)) return true;
  return no.includes(word) ? false : null;
}
