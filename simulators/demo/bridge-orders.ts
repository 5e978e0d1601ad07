import { z } from 'zod';

/** What the demo tells the process of its bridge, and what it is told. Over IPC. */
export const orderSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    environment: z.record(z.string(), z.string()),
    /** How far the bridge's clock is ahead of the machine's, in milliseconds. */
    skippedMs: z.number(),
  }),
  z.object({ type: z.literal('skip'), ms: z.number() }),
  z.object({ type: z.literal('stop') }),
]);

export const reportSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), port: z.number() }),
  z.object({ type: z.literal('not-started'), why: z.string() }),
]);

export type Order = z.infer<typeof orderSchema>;
export type Report = z.infer<typeof reportSchema>;
