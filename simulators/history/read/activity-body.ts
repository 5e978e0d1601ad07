import { z } from 'zod';

/** What Copilot Studio posts to the skill, as far as a reader of exchanges looks at it. */
export const activityBody = z.object({
  type: z.string(),
  id: z.string().nullish(),
  name: z.string().nullish(),
  text: z.string().nullish(),
  conversation: z.object({ id: z.string() }),
  recipient: z.object({ role: z.string().nullish() }).nullish(),
  value: z.unknown().optional(),
});

export type ActivityBody = z.infer<typeof activityBody>;
