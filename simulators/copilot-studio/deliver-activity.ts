import { request } from 'undici';
import { eventReader, type ServerSentEvent } from '../http/server-sent-events.ts';
import { type Activity, activitySchema } from '../teams/activity.ts';

interface DeliveryOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Takes each reply in the answer as it comes, one after the other. */
  readonly replied: (reply: Activity) => Promise<void>;
}

interface DeliveryAnswer {
  readonly status: number;
  /** Parsed when it is JSON, else the text; of a stream, its activities as a list. */
  readonly body: unknown;
}

/**
 * POSTs an activity. Replies come as a list (`deliveryMode: expectReplies`) or as a stream of events (`stream`); any other
 * answer has none. Rejects without an answer, when `signal` aborts, and with what `replied` rejects with.
 */
export async function deliverActivity(
  url: string,
  activity: Activity,
  { headers, signal, replied }: DeliveryOptions,
): Promise<DeliveryAnswer> {
  const answer = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(activity),
    signal,
  });
  const status = answer.statusCode;
  if (/^text\/event-stream\b/.test(String(answer.headers['content-type']))) {
    const activities: Activity[] = [];
    const read = eventReader();
    answer.body.setEncoding('utf8');
    for await (const piece of answer.body) {
      for (const reply of read(String(piece)).flatMap(activityIn)) {
        activities.push(reply);
        await replied(reply);
      }
    }
    return { status, body: { activities } };
  }
  const body = parsed(await answer.body.text());
  for (const reply of repliesIn(body)) await replied(reply);
  return { status, body };
}

function activityIn({ event, data }: ServerSentEvent): readonly Activity[] {
  if (event !== 'activity') return [];
  const read = activitySchema.safeParse(parsed(data));
  return read.success ? [read.data] : [];
}

function repliesIn(body: unknown): readonly Activity[] {
  if (typeof body !== 'object' || body === null || !('activities' in body)) return [];
  const list = activitySchema.array().safeParse(body.activities);
  return list.success ? list.data : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
