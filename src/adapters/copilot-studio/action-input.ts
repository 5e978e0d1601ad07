import { plainText } from '../../domain/plain-text.ts';
import { limitTranscript, type Transcript, type TranscriptLine } from '../../domain/transcript.ts';
import { jsonIn } from './json-fields.ts';

/** What a topic passes to an action of the skill. `liveChatId` is `''` when the topic passed it empty. */
export interface ActionInput {
  readonly liveChatId?: string;
  readonly problem?: string;
  readonly transcript: Transcript;
  readonly context?: Readonly<Record<string, unknown>>;
}

const maxProblem = 8_000;
const maxLine = 8_000;
const maxContext = 32_000;
const inputNames = new Set(['livechatconversationid', 'problemdescription', 'transcript', 'context']);

/** Whether a topic passes something to the skill under this name, in any casing. */
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
    ...(problem.trim() !== '' && { problem: problem.slice(0, maxProblem) }),
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
  const context = objectOf(value) ?? { text: value };
  return JSON.stringify(context).length <= maxContext
    ? context
    : { text: JSON.stringify(context).slice(0, maxContext) };
}

/** A transcript is a list of lines, JSON text of such a list, or one text. */
function transcriptOf(value: unknown): Transcript {
  const list = typeof value === 'string' ? jsonIn(value) : value;
  if (Array.isArray(list)) return limitTranscript(list.flatMap(lineOf));
  const text = textOf(value);
  if (text.trim() === '') return [];
  return [0, 1, 2, 3]
    .map((part) => text.slice(part * maxLine, (part + 1) * maxLine))
    .filter((part) => part !== '')
    .map((part) => ({ from: 'copilot', text: part }));
}

function lineOf(entry: unknown): readonly TranscriptLine[] {
  const line = objectOf(entry);
  const text = textOf(line?.text);
  if (line === undefined || text === '') return [];
  const at = typeof line.at === 'string' ? Date.parse(line.at) : Number.NaN;
  const from = line.from === 'customer' || line.from === 'user' ? 'customer' : 'copilot';
  return [{ from, text: text.slice(0, maxLine), ...(!Number.isNaN(at) && { at }) }];
}
