import type { Briefing } from '../../../domain/briefing.ts';
import type { Transcript } from '../../../domain/transcript.ts';
import { contextIn, fieldsByName, transcriptIn } from '../../bot-framework/content/briefing-input.ts';
import type { InboundActivity } from '../../bot-framework/inbound-activity.ts';
import { fieldsIn, firstText, jsonIn } from '../../bot-framework/json-fields.ts';

/*
 * Where Copilot Studio puts the history of a conversation for an agent that it calls is not documented. It may be in the value
 * or in the channel's data, under one of these names, and it may be missing.
 */

/** Names in lower case. The last is that of agents that speak A2A. */
const historyNames = [
  'transcript',
  'history',
  'chathistory',
  'conversationhistory',
  'copilotstudio.microsoft.com/a2a/chathistory',
] as const;
const contextName = 'context';

const inputNames: ReadonlySet<string> = new Set([...historyNames, contextName]);

/** Whether a copilot passes this along with a message, so that no customer has filled it in. */
export const isInput = (name: string): boolean => inputNames.has(name.toLowerCase());

/** What came along with the words that ask for an agent. `words` are left out of the history when they end it. */
export function briefingIn(
  { value, channelData }: InboundActivity,
  words: string,
): Pick<Briefing, 'transcript' | 'context'> {
  const places = [fieldsByName(value), fieldsByName(channelData)];
  const histories = places.flatMap((fields) =>
    historyNames.map((name) => transcriptIn(linesOf(fields.get(name)))),
  );
  const transcript = histories.find((lines) => lines.length > 0) ?? [];
  const context = contextIn(places[0]?.get(contextName));
  return { transcript: withoutWords(transcript, words), ...(context && { context }) };
}

/** A line names its author and its words as a topic does, or as other protocols do. */
function linesOf(history: unknown): unknown {
  const list = typeof history === 'string' ? (jsonIn(history) ?? history) : history;
  return Array.isArray(list) ? list.map(lineOf) : list;
}

function lineOf(entry: unknown) {
  const line = Object.fromEntries(fieldsByName(entry));
  const author = firstText(line.from, fieldsIn(line.from).role, line.role, line.author, line.sender);
  return {
    from: author?.toLowerCase(),
    text: firstText(line.text, line.content, line.message),
    at: firstText(line.at, line.timestamp),
  };
}

function withoutWords(transcript: Transcript, words: string): Transcript {
  const last = transcript.at(-1);
  return last?.from === 'customer' && last.text.trim() === words.trim()
    ? transcript.slice(0, -1)
    : transcript;
}
