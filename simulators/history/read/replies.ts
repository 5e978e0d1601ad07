import { z } from 'zod';
import type { Activity } from '../../teams/activity.ts';
import type { Sources } from './sources.ts';

const answerBody = z.object({
  activities: z.array(z.looseObject({ type: z.string(), value: z.unknown().optional() })),
});

/** The replies in the body of an answer. */
export const repliesInBody = (body: unknown): readonly Pick<Activity, 'type' | 'value'>[] =>
  answerBody.safeParse(body).data?.activities ?? [];

/**
 * The activities that the skill replied to. A message that it takes gets no reply: it says so when there is no session,
 * or when too much waits already.
 */
export function repliedTo({ copilotStudio }: Sources): ReadonlySet<string> {
  const posted = copilotStudio.received.flatMap(({ replyTo }) => (replyTo === undefined ? [] : [replyTo]));
  const answered = copilotStudio.skillCalls
    .filter(({ body }) => repliesInBody(body).length > 0)
    .map(({ activity }) => activity.id ?? '');
  return new Set([...posted, ...answered]);
}
