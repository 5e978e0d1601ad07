import { z } from 'zod';
import { eventsOf } from '../../http/server-sent-events.ts';
import type { Activity } from '../../teams/activity.ts';
import { visibleText } from '../visible-text.ts';
import type { Sources } from './sources.ts';

const activity = z.looseObject({
  type: z.string(),
  text: z.string().nullish(),
  value: z.unknown().optional(),
});
const answerBody = z.object({ activities: z.array(activity) });

type Reply = Pick<Activity, 'type' | 'value' | 'text'>;

/** The replies in the body of an answer. */
export const repliesInBody = (body: unknown): readonly Reply[] =>
  answerBody.safeParse(body).data?.activities ?? [];

/** The same of a body as it crossed the wire, which may be a stream of events. */
export function repliesInText(body: string): readonly Reply[] {
  const inEvents = eventsOf(body).flatMap(({ event, data }) => (event === 'activity' ? [json(data)] : []));
  return inEvents.length > 0 ? repliesInBody({ activities: inEvents }) : repliesInBody(json(body));
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is not JSON has no replies.
    return undefined;
  }
}

/**
 * The activities that the skill replied to. A message that it takes gets no reply: it says so when there is no session,
 * or when too much waits already.
 */
export function repliedTo({ copilotStudio }: Sources): ReadonlySet<string> {
  // At a callback an agent's words may come in the middle of a turn.
  const posted = copilotStudio.received.flatMap(({ replyTo, activity }) =>
    replyTo === undefined || visibleText(activity.text ?? '').isNamed ? [] : [replyTo],
  );
  const answered = copilotStudio.skillCalls
    .filter(({ body }) => repliesInBody(body).length > 0)
    .map(({ activity }) => activity.id ?? '');
  return new Set([...posted, ...answered]);
}
