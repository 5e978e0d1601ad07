import { z } from 'zod';
import type { Choices } from '../choices.ts';

/** Where an instance can be set so or so, or no document says which; each default is what the documents make likelier. */
const choices = z.strictObject({
  /** Which first `AGENT` the Virtual Agent answers with topics to pick from, in place of an agent. */
  topicsFirst: z.enum(['without-live-agent-only', 'always', 'never']).default('without-live-agent-only'),
  /** What an `AGENT` does while its session has an agent or waits for one. */
  repeatedStart: z.enum(['continues', 'says-again', 'opens-another']).default('continues'),
  /** The caller may use the API, and lacks the role for what it asks: that shows in a worker alone. */
  lacksRights: z.boolean().default(false),
  /** The adapter property `third_party_chat`, without which messages are not updated. */
  thirdPartyChat: z.boolean().default(true),
  /** Calls an hour that the instance's rule allows. */
  requestsAnHour: z.number().optional(),
  /** Where the text of an item is. */
  textIn: z.enum(['value', 'label']).default('value'),
  /** How typing is spelled; the pages have both. */
  typing: z.enum(['StartTypingIndicator', 'StartTypingIndicatorActionMsg']).default('StartTypingIndicator'),
  /** The wait that the queue guesses, as it is written. */
  waitTime: z.string().default('13 Seconds'),
  /** What `body` is when it has one item. */
  bodyOfOne: z.enum(['array', 'object']).default('array'),
  /** Each paragraph of an agent's words is an item of its own. */
  paragraphs: z.boolean().default(false),
  /** How the end by an agent shows. */
  endBy: z.enum(['everything', 'switch', 'completed', 'take-control']).default('everything'),
  /** What a callback does not have is null, and not absent. */
  nulls: z.boolean().default(false),
  /** Items that come along in every callback. */
  alongside: z.array(z.record(z.string(), z.unknown())).default([]),
});

export type Chosen = Readonly<z.infer<typeof choices>>;

/** Throws for a choice that there is none of. */
export const chosen = (from: Choices = {}): Chosen => choices.parse(from);
