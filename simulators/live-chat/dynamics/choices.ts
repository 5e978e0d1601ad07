import { z } from 'zod';
import type { Choices } from '../choices.ts';

const schema = z.object({
  /** Which of our own fields of a message the list gives back; not documented. */
  echoes: z.enum(['channelData', 'id', 'nothing']).catch('channelData'),
  /** Where a callback has an id. The samples have none. */
  callbackIds: z.enum(['none', 'id', 'channelData']).catch('none'),
  /** Which type events have. */
  eventsAs: z.enum(['message', 'event']).catch('message'),
  /** Answers as the tables spell them, and callbacks with nulls. */
  isOdd: z.boolean().catch(false),
  /** How many milliseconds the list lags behind. */
  listLagsMs: z.number().catch(0),
  /** Whether hours and agents can be asked for. */
  hidesAvailability: z.boolean().catch(false),
});
export type DynamicsChoices = z.infer<typeof schema>;

/** What the vendor is free to do, and what is not documented. */
export const choicesIn = (choices: Choices = {}): DynamicsChoices => schema.parse({ ...choices });
