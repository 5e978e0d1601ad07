import { nearnessOf } from '../../solution/recognition/recognise.ts';
import type { ConnectedAgent } from '../../solution/solution.ts';

/*
 * What stands in for the model of an orchestrator. It decides by words alone, so that a story plays the same each time; the
 * real one may decide otherwise at any turn.
 */

/** What brings a customer to the agent where its description quotes nothing. */
const usualRequests = ['I want to talk with a person', 'Talk to a human', 'Human agent', 'Live agent'];

/** The agent gives the customer back, or has no human for them. */
const ends = [
  /\byou are back with\b/i,
  /\bback with the virtual assistant\b/i,
  /\btry again\b.*\b(during|in a)\b/i,
  /\bnot possible in this\b/i,
  /\bhas just ended\b/i,
  /\bnot in a chat with\b/i,
];

export const readsAsEnd = (text: string): boolean => ends.some((each) => each.test(text));

/** How near a text is to what the description says it is for, 0 to 1. */
export function wantsAgent(
  text: string,
  { description, language }: Pick<ConnectedAgent, 'description'> & { readonly language: string },
): number {
  const quoted = [...description.matchAll(/"([^"]+)"/g)].map(([, phrase = '']) => phrase);
  const requests = quoted.filter((phrase) => phrase.includes(' ') && !readsAsEnd(phrase));
  return nearnessOf(text, requests.length > 0 ? requests : usualRequests, language);
}
