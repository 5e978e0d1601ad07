import { z } from 'zod';
import type { Choices } from '../choices.ts';

const schema = z.object({
  /** Whether a look-up gives the id back that a message was sent with; not documented. */
  forgetsOwnIds: z.boolean().catch(false),
  /** Whether the look-up of a conversation names its messages. */
  hidesMessages: z.boolean().catch(false),
  /** Whether messages have another id in a look-up than in the webhook. */
  renamesMessages: z.boolean().catch(false),
  /** Bodies with nulls for what is absent. */
  isOdd: z.boolean().catch(false),
  /** Topics' events are lost, while the socket stays alive. */
  losesEvents: z.boolean().catch(false),
  /** Topics' events come so many times. */
  times: z.number().catch(1),
  /** Sockets carry nothing, no heartbeat either. */
  isSilent: z.boolean().catch(false),
  /** Channels are refused, as where the role lacks a permission. */
  refusesChannels: z.boolean().catch(false),
  /** The sockets of channels are refused. */
  refusesSockets: z.boolean().catch(false),
  /** A topic of a queue is rejected, as where the role lacks a permission. */
  rejectsQueues: z.boolean().catch(false),
});
export type GenesysChoices = z.infer<typeof schema>;

/** What the platform may do, and what is not documented. */
export const choicesIn = (choices: Choices = {}): GenesysChoices => schema.parse({ ...choices });
