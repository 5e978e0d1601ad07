import { plainText, shortened } from '../../../domain/plain-text.ts';
import { eachUnit, splitText } from '../../../domain/split-text.ts';
import { limitTranscript, type Transcript, type TranscriptLine } from '../../../domain/transcript.ts';
import { jsonIn } from '../json-fields.ts';

/* What a copilot passes along for the agent, in whatever form it comes. Nothing here throws. */

const maxLine = 8_000;
/** Of a transcript that is one text. */
const maxLines = 4;
const maxContext = 32_000;
/** Written as JSON, each character takes up two at most, since control characters are dropped. */
const maxContextText = maxContext / 2 - 10;

/** Plain text; empty for what is none. */
export const textIn = (value: unknown): string => (typeof value === 'string' ? plainText(value) : '');

/** The fields of an object, or of JSON text of one, by their names in lower case. */
export function fieldsByName(value: unknown): ReadonlyMap<string, unknown> {
  const object = objectOf(value) ?? {};
  return new Map(Object.entries(object).map(([key, inner]) => [key.toLowerCase(), inner]));
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const parsed = typeof value === 'string' ? jsonIn(value) : value;
  const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  return isObject ? (parsed as Readonly<Record<string, unknown>>) : undefined;
}

/** What a topic wants the desk to know: an object, JSON text of one, or plain text. */
export function contextIn(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const object = objectOf(value);
  const context = object ?? { text: value };
  if (JSON.stringify(context).length <= maxContext) return context;
  const isText = object === undefined && typeof value === 'string';
  const text = isText ? plainText(value) : JSON.stringify(context);
  return { text: shortened(text.toWellFormed(), maxContextText) };
}

/** A transcript is a list of lines, JSON text of such a list, or one text. */
export function transcriptIn(value: unknown): Transcript {
  const list = typeof value === 'string' ? jsonIn(value) : value;
  if (Array.isArray(list)) return limitTranscript(list.flatMap(lineOf));
  const text = textIn(value);
  if (text.trim() === '') return [];
  const lines = splitText(shortened(text, maxLines * maxLine), maxLine, eachUnit);
  return lines.map((line) => ({ from: 'copilot', text: line }));
}

/** Of a topic, or as models are given a conversation: `from` and `text`, or `role` and `content`. */
function lineOf(entry: unknown): readonly TranscriptLine[] {
  const line = objectOf(entry);
  const text = textIn(line?.text ?? line?.content);
  if (line === undefined || text === '') return [];
  const at = typeof line.at === 'string' ? Date.parse(line.at) : Number.NaN;
  const who = line.from ?? line.role;
  const from = who === 'customer' || who === 'user' ? 'customer' : 'copilot';
  return [{ from, text: shortened(text, maxLine), ...(!Number.isNaN(at) && { at }) }];
}
