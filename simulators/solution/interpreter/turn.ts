import type { Interruption } from '../action.ts';
import type { RecordValue } from '../power-fx/value.ts';
import { recognise } from '../recognition/recognise.ts';
import type { Topic } from '../solution.ts';
import { beginAnew } from './begin-anew.ts';
import { type Next, nextStep } from './next.ts';
import { changeTop, type Play, topFrame } from './play.ts';
import { actionAt, programOf } from './program.ts';
import { answer } from './questions/answer.ts';
import { beginTopic, goOn } from './run.ts';
import { forward, type InvokeSkill, takeOutputs } from './skill-call.ts';
import { topicNamed } from './topic-named.ts';
import { mayBegin, topicsFor } from './triggers.ts';

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
  const [first, ...others] = topicsFor(play, 'OnConversationStart');
  play.change({ queue: others.map(({ schemaName }) => schemaName) });
  if (first) await beginTopic(play, first);
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

function interruptingTopic(play: Play, { isAllowed, topics }: Interruption): Topic | undefined {
  if (!isAllowed) return undefined;
  const allowed = topics?.map(({ schemaName }) => topicNamed(play.solution, schemaName));
  return recognise(play.text, play.solution).find(
    ({ topic }) => (allowed === undefined || allowed.includes(topic)) && mayBegin(play, topic),
  )?.topic;
}
