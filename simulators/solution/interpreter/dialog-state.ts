import { z } from 'zod';
import type { Value } from '../power-fx/value.ts';

export const valueSchema: z.ZodType<Value> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(valueSchema),
    z.record(z.string(), valueSchema),
  ]),
);
export const variablesSchema = z.record(z.string(), valueSchema).readonly();

const waitSchema = z.discriminatedUnion('for', [
  /** It is being played just now; in a stored state, it was when everything stopped. */
  z.object({ for: z.literal('nothing') }).readonly(),
  /** The customer's answer to a question, asked again after `refused` answers that were none. */
  z.object({ for: z.literal('answer'), refused: z.number() }).readonly(),
  z.object({ for: z.literal('rating') }).readonly(),
  /** The skill's EndOfConversation. `sendHttpRequest` names this stay with the skill. */
  z.object({ for: z.literal('skill'), call: z.string(), type: z.enum(['event', 'message']) }).readonly(),
  /** The topic above it, which it began. */
  z.object({ for: z.literal('topic') }).readonly(),
]);

const frameSchema = z
  .object({
    /** Schema name. */
    topic: z.string(),
    /** The id of the action that it waits in; of the last one otherwise. */
    at: z.string(),
    /** Variables of the topic. */
    variables: variablesSchema,
    wait: waitSchema,
    /** The ids of questions that have been come to before. */
    asked: z.array(z.string()).readonly().default([]),
  })
  .readonly();

/** Topics under way, the one that has the customer last; below it those that it interrupted or that began it. */
export const dialogsSchema = z.array(frameSchema).readonly();

export type Frame = z.infer<typeof frameSchema>;
export type Variables = z.infer<typeof variablesSchema>;

export interface DialogState {
  readonly dialogs: readonly Frame[];
  /** Topics that begin one after the other once none is under way, by schema name. */
  readonly queue: readonly string[];
  /** Variables under `System` that topics have set, by their path. */
  readonly system: Variables;
  /** Global variables. */
  readonly variables: Variables;
  /** Turns in a row of which no topic knew what to do. */
  readonly fallbacks: number;
}
