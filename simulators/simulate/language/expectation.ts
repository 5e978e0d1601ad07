import { z } from 'zod';
import { duration } from './duration.ts';
import { strict } from './strict.ts';

const regularExpression = z.string().refine(isRegularExpression, 'is no regular expression');

const detailed = strict({
  text: z.string().exactOptional().describe('The whole text.'),
  contains: z.string().exactOptional().describe('A part of the text; capitals do not matter.'),
  matches: regularExpression.exactOptional().describe('A regular expression.'),
  from: z.string().exactOptional().describe('The name of the agent who said it.'),
  within: duration
    .exactOptional()
    .describe('How much time may pass until then in the story; 1 min unless told.'),
  times: z
    .int()
    .min(1)
    .max(20)
    .exactOptional()
    .describe('How often it has been seen in the end; 1 unless told.'),
}).refine(
  ({ text, contains, matches }) => text !== undefined || contains !== undefined || matches !== undefined,
  'needs text, contains or matches',
);

const one = z.union([z.string().transform((text) => ({ text })), detailed]);

/** What a person sees: the whole text, a part of it, or a pattern; a list is seen in this order. */
export const expectation = z
  .union([one.transform((each) => [each]), z.array(one).min(1)])
  .meta({ description: 'A text, or contains or matches; a list is seen in this order.' });

export type Expected = z.output<typeof one> & Partial<z.output<typeof detailed>>;

export interface Seen {
  readonly text: string;
  /** The name before an agent's words. */
  readonly from?: string;
}

export function fits(seen: Seen, { text, contains, matches, from }: Expected): boolean {
  if (from !== undefined && seen.from !== from) return false;
  if (text !== undefined && seen.text.trim() !== text.trim()) return false;
  if (contains !== undefined && !seen.text.toLowerCase().includes(contains.toLowerCase())) return false;
  return matches === undefined || new RegExp(matches, 'u').test(seen.text);
}

/** An expectation in a few words. */
export function expectationText({ text, contains, matches, from }: Expected): string {
  const parts = [
    ...(text === undefined ? [] : [JSON.stringify(text)]),
    ...(contains === undefined ? [] : [`something that contains ${JSON.stringify(contains)}`]),
    ...(matches === undefined ? [] : [`something that matches /${matches}/`]),
    ...(from === undefined ? [] : [`from ${from}`]),
  ];
  return parts.join(', ');
}

function isRegularExpression(source: string): boolean {
  try {
    new RegExp(source, 'u');
    return true;
  } catch {
    return false;
  }
}
