import type { Briefing } from '../../../domain/briefing.ts';
import { plainText, shortened } from '../../../domain/plain-text.ts';
import { eachUnit, splitText } from '../../../domain/split-text.ts';
import { limitTranscript, type Transcript, type TranscriptLine } from '../../../domain/transcript.ts';
import { jsonIn } from '../../bot-framework/json-fields.ts';

/** What a topic passes to an action of the skill. `liveChatId` is `''` when the topic passed it empty. */
export interface ActionInput extends Briefing {
  readonly liveChatId?: string;
}

const maxProblem = 8_000;
const maxLine = 8_000;
/** Of a transcript that is one text. */
const maxLines = 4;
const maxContext = 32_000;
/** Written as JSON, each character takes up two at most, since control characters are dropped. */
const maxContextText = maxContext / 2 - 10;
const inputNames = new Set(['livechatconversationid', 'problemdescription']);

/** Whether a topic passes something along with a message under this name, in any casing. */
export const isActionInput = (name: string): boolean => inputNames.has(name.toLowerCase());

/** Reads an activity's `value`: an object, or the same as JSON text, with names in any casing. Never throws. */
export function readActionInput(value: unknown): ActionInput {
  const fields = fieldsOf(value);
  const liveChatId = fields.get('livechatconversationid');
  const problem = textOf(fields.get('problemdescription'));
  const context = contextOf(fields.get('context'));
  return {
    ...(fields.has('livechatconversationid') && {
      liveChatId: typeof liveChatId === 'string' ? liveChatId : '',
    }),
    ...(problem.trim() !== '' && { problem: shortened(problem, maxProblem) }),
    transcript: transcriptOf(fields.get('transcript')),
    ...(context && { context }),
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? plainText(value) : '');

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  const object = objectOf(value) ?? {};
  return new Map(Object.entries(object).map(([key, inner]) => [key.toLowerCase(), inner]));
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const parsed = typeof value === 'string' ? jsonIn(value) : value;
  const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  return isObject ? (parsed as Readonly<Record<string, unknown>>) : undefined;
}

/** What a topic wants the desk to know: an object, JSON text of one, or plain text. */
function contextOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const object = objectOf(value);
  const context = object ?? { text: value };
  if (JSON.stringify(context).length <= maxContext) return context;
  const isText = object === undefined && typeof value === 'string';
  const text = isText ? plainText(value) : JSON.stringify(context);
  return { text: shortened(text.toWellFormed(), maxContextText) };
}

/** A transcript is a list of lines, JSON text of such a list, or one text. */
function transcriptOf(value: unknown): Transcript {
  const list = typeof value === 'string' ? jsonIn(value) : value;
  if (Array.isArray(list)) return limitTranscript(list.flatMap(lineOf));
  const text = textOf(value);
  if (text.trim() === '') return [];
  const lines = splitText(shortened(text, maxLines * maxLine), maxLine, eachUnit);
  return lines.map((line) => ({ from: 'copilot', text: line }));
}

function lineOf(entry: unknown): readonly TranscriptLine[] {
  const line = objectOf(entry);
  const text = textOf(line?.text);
  if (line === undefined || text === '') return [];
  const at = typeof line.at === 'string' ? Date.parse(line.at) : Number.NaN;
  const from = line.from === 'customer' || line.from === 'user' ? 'customer' : 'copilot';
  return [{ from, text: shortened(text, maxLine), ...(!Number.isNaN(at) && { at }) }];
}
