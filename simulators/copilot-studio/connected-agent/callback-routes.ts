import { Hono } from 'hono';
import { type Activity, readActivity } from '../../teams/activity.ts';
import { SpeechRefused } from '../speech.ts';
import type { CallbackJudgement, Callbacks } from './callbacks.ts';
import type { ConnectionHabits } from './habits.ts';

/** Why a callback took nothing. `token`: one was sent, which the URL makes needless and a host may be made to keep. */
type CallbackRefusal = Extract<CallbackJudgement, { is: 'refused' }>['why'] | 'token' | 'not an activity';

/** An activity that was POSTed to a callback, and how it was answered. */
export interface CallbackArrival {
  /** As the agent knows the conversation; undefined when the URL names none. */
  readonly idAtAgent: string | undefined;
  readonly activity: Activity;
  readonly status: number;
  readonly refusedFor?: CallbackRefusal;
}

interface CallbackRouteOptions {
  readonly callbacks: Callbacks;
  readonly habits: Pick<ConnectionHabits, 'refusal' | 'acceptance'>;
  readonly take: (idAtAgent: string, activity: Activity) => Promise<void>;
  /** A status with which the next activity is refused. */
  readonly nextRefusal: () => number | undefined;
  readonly arrived: (arrival: CallbackArrival) => void;
}

/** Where a connected agent speaks. Every answer has an empty body and no content type. */
export function callbackRoutes(options: CallbackRouteOptions): Hono {
  const app = new Hono();
  app.post('/external-agent/*', async (c) => {
    const { pathname, search } = new URL(c.req.url);
    const judged = options.callbacks.judge(`${pathname}${search}`);
    const activity = await readActivity(c.req.raw);
    const { status, refusedFor } = await answerTo(
      { judged, activity, hasToken: c.req.header('authorization') !== undefined },
      options,
    );
    options.arrived({
      idAtAgent: judged.is === 'right' ? judged.idAtAgent : undefined,
      activity: activity ?? { type: 'unreadable' },
      status,
      ...(refusedFor && { refusedFor }),
    });
    return new Response(null, { status });
  });
  return app;
}

interface Arrival {
  readonly judged: CallbackJudgement;
  readonly activity: Activity | undefined;
  readonly hasToken: boolean;
}

interface Answer {
  readonly status: number;
  readonly refusedFor?: CallbackRefusal;
}

async function answerTo(
  { judged, activity, hasToken }: Arrival,
  { habits, take, nextRefusal }: CallbackRouteOptions,
): Promise<Answer> {
  if (judged.is === 'refused') {
    const status = judged.why === 'path' ? 404 : habits.refusal;
    return { status, refusedFor: judged.why };
  }
  if (hasToken) return { status: 400, refusedFor: 'token' };
  if (!activity) return { status: 400, refusedFor: 'not an activity' };
  const planned = nextRefusal();
  if (planned !== undefined) return { status: planned };
  try {
    await take(judged.idAtAgent, activity);
    return { status: habits.acceptance };
  } catch (cause) {
    if (cause instanceof SpeechRefused) return { status: 502 };
    throw cause;
  }
}
