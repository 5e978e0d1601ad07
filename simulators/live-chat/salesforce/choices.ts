import { z } from 'zod';
import type { Choices } from '../choices.ts';

const schema = z.object({
  /** What a second message of the same id does; not documented. */
  duplicates: z.enum(['shown', 'conflict', 'taken']).catch('shown'),
  /** What a second conversation of the same id is answered; not documented. */
  conversations: z.enum(['conflict', 'taken']).catch('conflict'),
  /** Whether a stream goes on after `Last-Event-Id`; reports disagree. */
  resumes: z.boolean().catch(true),
  /** A new stream begins so many events earlier than it was asked to. */
  overlap: z.number().catch(0),
  /** Each event comes so many times. */
  times: z.number().catch(1),
  /** What is told now never comes on a stream. */
  loses: z.boolean().catch(false),
  /** Open streams carry nothing, no sign of life either. */
  isDeaf: z.boolean().catch(false),
  /** New streams are refused. */
  isAway: z.boolean().catch(false),
  /** How long a token is good for, in seconds. */
  tokenSeconds: z.number().catch(3_600),
  /** Milliseconds between two signs of life. */
  pingMs: z.number().catch(30_000),
  /** Whether the list has a payload as a text, as the stream has it. */
  listsText: z.boolean().catch(false),
  /** Whether one agent for another is two changes of participants. */
  splitsTransfers: z.boolean().catch(false),
  /** Whether a customer is taken for an anonymous one whatever their token says. */
  verifiesNone: z.boolean().catch(false),
});
export type SalesforceChoices = z.infer<typeof schema>;

/** What the vendor is free to do, and what is not documented. */
export const choicesIn = (choices: Choices = {}): SalesforceChoices => schema.parse({ ...choices });
