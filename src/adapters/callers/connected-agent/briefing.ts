import type { Briefing } from '../../../domain/briefing.ts';
import type { Transcript } from '../../../domain/transcript.ts';
import { contextIn, fieldsByName, transcriptIn } from '../../bot-framework/content/briefing-input.ts';
import type { InboundActivity } from '../../bot-framework/inbound-activity.ts';

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
  const histories = places.flatMap((fields) => historyNames.map((name) => transcriptIn(fields.get(name))));
  const transcript = histories.find((lines) => lines.length > 0) ?? [];
  const context = contextIn(places[0]?.get(contextName));
  return { transcript: withoutWords(transcript, words), ...(context && { context }) };
}

function withoutWords(transcript: Transcript, words: string): Transcript {
  const last = transcript.at(-1);
  return last?.from === 'customer' && last.text.trim() === words.trim()
    ? transcript.slice(0, -1)
    : transcript;
}
