import { z } from 'zod';

const text = z.string().nullish();
const account = z.looseObject({ id: text, name: text, aadObjectId: text, role: text }).nullish();

/** A Bot Framework activity as far as these simulators look at one; other fields are kept as they came. */
export const activitySchema = z.looseObject({
  type: z.string().min(1),
  id: text,
  replyToId: text,
  name: text,
  text,
  textFormat: text,
  code: text,
  channelId: text,
  serviceUrl: text,
  locale: text,
  from: account,
  recipient: account,
  conversation: z.looseObject({ id: text }).nullish(),
  value: z.unknown().optional(),
});

export type Activity = z.infer<typeof activitySchema>;

/** The activity in a request's body; undefined when there is none. */
export async function readActivity(request: Request): Promise<Activity | undefined> {
  const body: unknown = await request.json().catch(() => undefined);
  const result = activitySchema.safeParse(body);
  return result.success ? result.data : undefined;
}

/** Ids as Teams gives them: the time in milliseconds, never the same twice. */
export function activityIds(): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Date.now());
    return String(last);
  };
}
