import type { Briefing } from '../../../domain/briefing.ts';
import { shortened } from '../../../domain/plain-text.ts';
import { contextIn, fieldsByName, textIn, transcriptIn } from '../../bot-framework/content/briefing-input.ts';

/** What a topic passes to an action of the skill. `liveChatId` is `''` when the topic passed it empty. */
export interface ActionInput extends Briefing {
  readonly liveChatId?: string;
}

const maxProblem = 8_000;
const inputNames = new Set(['livechatconversationid', 'problemdescription']);

/** Whether a topic passes something along with a message under this name, in any casing. */
export const isActionInput = (name: string): boolean => inputNames.has(name.toLowerCase());

/** Reads an activity's `value`: an object, or the same as JSON text, with names in any casing. Never throws. */
export function readActionInput(value: unknown): ActionInput {
  const fields = fieldsByName(value);
  const liveChatId = fields.get('livechatconversationid');
  const problem = textIn(fields.get('problemdescription'));
  const context = contextIn(fields.get('context'));
  return {
    ...(fields.has('livechatconversationid') && {
      liveChatId: typeof liveChatId === 'string' ? liveChatId : '',
    }),
    ...(problem.trim() !== '' && { problem: shortened(problem, maxProblem) }),
    transcript: transcriptIn(fields.get('transcript')),
    ...(context && { context }),
  };
}
