import type { Activity } from '../teams/activity.ts';
import { deliverActivity } from './deliver-activity.ts';

/** One delivery of an activity to the skill, or to the connected agent. */
export interface SkillCall {
  readonly conversationId: string;
  readonly activity: Activity;
  /** 2 is the repeat after a time-out, with the same activity id. */
  readonly attempt: 1 | 2;
  readonly status: number | 'timed-out' | 'unreachable';
  readonly body: unknown;
  /** What the skill replied to this activity, in its answer or to the service URL; may still grow. */
  readonly replies: readonly Activity[];
  readonly ms: number;
  /** When its answer arrived or the wait for it ended; ISO 8601. */
  readonly endedAt: string;
}

interface SkillLineOptions {
  readonly skillUrl: () => string | undefined;
  readonly token: () => Promise<string>;
  readonly timeoutMs: number;
  readonly stopping: AbortSignal;
  /** Takes a reply that came in an answer. */
  readonly replied: (conversationId: string, sent: SentActivity, reply: Activity) => Promise<void>;
  readonly onCall: (call: SkillCall) => void;
}

export interface CallOptions {
  /** In place of a right token; empty sends none. */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Replies are only collected: nothing is said to the customer and no topic goes on. Default false. */
  readonly isAside?: boolean;
}

/** What is known of an activity that was sent to the skill. */
export interface SentActivity {
  readonly id: string | undefined;
  readonly conversationId: string;
  readonly isAside: boolean;
  readonly replies: Activity[];
  isOpen: boolean;
}

export interface SkillLine {
  /** Delivers, and once more when the skill takes too long. Never rejects for what the skill does. */
  call(conversationId: string, activity: Activity, options?: CallOptions): Promise<SkillCall>;
  /** The activity that a reply belongs to: the named one, else the one that waits in this conversation. */
  sent(conversationId: string, activityId: string | undefined): SentActivity | undefined;
  /** The next answers never arrive, although the skill gave them: each activity is delivered again. */
  loseAnswers(times: number): void;
}

export function createSkillLine(options: SkillLineOptions): SkillLine {
  const sentById = new Map<string, SentActivity>();
  const openIn = new Map<string, SentActivity>();
  let answersToLose = 0;
  const call: SkillLine['call'] = async (conversationId, activity, how = {}) => {
    const sent: SentActivity = {
      id: activity.id ?? undefined,
      conversationId,
      isAside: how.isAside ?? false,
      replies: [],
      isOpen: true,
    };
    if (activity.id) sentById.set(activity.id, sent);
    if (!sent.isAside) openIn.set(conversationId, sent);
    const deliver = async (attempt: 1 | 2): Promise<SkillCall> => {
      const isLost = answersToLose > 0;
      if (isLost) answersToLose -= 1;
      const startedAt = performance.now();
      const replied = async (reply: Activity) =>
        isLost ? undefined : options.replied(conversationId, sent, reply);
      const answer = await deliverOnce(activity, { ...how, replied }, options);
      const outcome = isLost ? { status: 'timed-out' as const, body: undefined } : answer;
      const ms = Math.round(performance.now() - startedAt);
      const endedAt = new Date().toISOString();
      const made = { conversationId, activity, attempt, ...outcome, replies: sent.replies, ms, endedAt };
      options.onCall(made);
      return made;
    };
    const first = await deliver(1);
    const last = first.status === 'timed-out' ? await deliver(2) : first;
    sent.isOpen = false;
    if (openIn.get(conversationId) === sent) openIn.delete(conversationId);
    return last;
  };

  return {
    call,
    sent: (conversationId, activityId) => {
      const named = activityId === undefined ? undefined : sentById.get(activityId);
      return named?.conversationId === conversationId ? named : openIn.get(conversationId);
    },
    loseAnswers: (times) => {
      answersToLose = times;
    },
  };
}

interface HowOnce extends CallOptions {
  readonly replied: (reply: Activity) => Promise<void>;
}

async function deliverOnce(
  activity: Activity,
  { token, headers = {}, replied }: HowOnce,
  { skillUrl, token: rightToken, timeoutMs, stopping }: SkillLineOptions,
): Promise<Pick<SkillCall, 'status' | 'body'>> {
  const url = skillUrl();
  if (url === undefined) return { status: 'unreachable', body: 'No skill is connected.' };
  const patience = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([stopping, patience]);
  let refusal: unknown;
  const take = (reply: Activity) =>
    replied(reply).catch((cause: unknown) => {
      refusal = cause;
      throw cause;
    });
  try {
    const bearer = token ?? (await rightToken());
    const authorization = bearer === '' ? {} : { authorization: `Bearer ${bearer}` };
    const headersSent = { ...authorization, ...headers };
    return await deliverActivity(url, activity, { headers: headersSent, signal, replied: take });
  } catch (cause) {
    // What the customer's channel will not have is not the skill's doing.
    if (refusal !== undefined) throw refusal;
    return { status: patience.aborted ? 'timed-out' : 'unreachable', body: String(cause) };
  }
}
