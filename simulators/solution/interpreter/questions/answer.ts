import type { Action } from '../../action.ts';
import { SolutionProblem } from '../../problem.ts';
import { begins, type Next, resumes, waits } from '../next.ts';
import { changeTop, namesOf, type Play, setVariable, topFrame } from '../play.ts';
import { beginTopic, goOn } from '../run.ts';
import { show } from '../show.ts';
import { topicNamed } from '../topic-named.ts';
import { systemTopic } from '../triggers.ts';
import { answerIn, offeredBy } from './entity-answers.ts';

type Question = Extract<Action, { readonly kind: 'Question' }>;

/** Takes the customer's words for the answer to a question, or asks again. */
export async function answer(play: Play, question: Question, after: Next): Promise<void> {
  return goOn(play, taken(play, question, after));
}

async function taken(play: Play, question: Question, after: Next): Promise<Next> {
  const value = answerIn(play, question.entity);
  if (value !== undefined) {
    changeTop(play, { wait: { for: 'nothing' } });
    setVariable(play, question.variable, value);
    return after;
  }
  const wait = topFrame(play)?.wait;
  const refused = wait?.for === 'answer' ? wait.refused + 1 : 1;
  if (refused > question.repeatCount) return giveUp(play, question, after);
  changeTop(play, { wait: { for: 'answer', refused } });
  if (!question.unrecognizedPrompt) return resumes;
  await show(play, question.unrecognizedPrompt, offeredBy(play, question.entity));
  return waits;
}

async function giveUp(
  play: Play,
  { otherwise, otherwiseTopic, ...question }: Question,
  after: Next,
): Promise<Next> {
  if (otherwise) {
    changeTop(play, { wait: { for: 'nothing' } });
    setVariable(play, question.variable, otherwise.value(namesOf(play)));
    return after;
  }
  if (otherwiseTopic !== undefined) {
    const topic = topicNamed(play.solution, otherwiseTopic);
    if (!topic?.isActive)
      throw new SolutionProblem(
        question.place,
        `there is no active topic ${otherwiseTopic} in this solution`,
      );
    play.change({ dialogs: [] });
    return begins(topic);
  }
  // As in Copilot Studio: a message that is not understood escalates.
  play.change({ dialogs: [], queue: [] });
  const topic = systemTopic(play, 'OnEscalate');
  if (topic) await beginTopic(play, topic);
  else await play.say(play.sentences.fallback);
  return waits;
}
