import { z } from 'zod';
import { activitySchema } from '../time/activity.ts';

/** What a rehearsal tells the process in which its bridge runs. Times are milliseconds since 1970. */
export const orderSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    /** The settings of the bridge, as an operator would give them. */
    environment: z.record(z.string(), z.string()),
    time: z.number(),
    /** Decides what the bridge leaves to chance. */
    seed: z.string(),
    logFile: z.string(),
    /** How many messages may wait in a lane, when a story is too short for as many as in production. */
    laneLimit: z.number().optional(),
  }),
  z.object({ type: z.literal('stop') }),
  z.object({ type: z.literal('look'), look: z.number() }),
  /** Lets time pass until then, or until the bridge does something that others notice. */
  z.object({ type: z.literal('pass'), until: z.number() }),
]);

export const reportSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('loaded') }),
  z.object({ type: z.literal('started'), port: z.number() }),
  z.object({ type: z.literal('not-started'), why: z.string() }),
  z.object({ type: z.literal('stopped') }),
  z.object({ type: z.literal('looked'), look: z.number(), activity: activitySchema }),
  z.object({ type: z.literal('passed'), time: z.number() }),
]);

export type Order = z.infer<typeof orderSchema>;
export type Report = z.infer<typeof reportSchema>;
