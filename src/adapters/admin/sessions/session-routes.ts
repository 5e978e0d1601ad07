import type { Reachability } from '../../../application/ports/peer.ts';
import type { SessionTimelines } from '../../../application/ports/session-timelines.ts';
import type { StoreHealth, StoreMetrics } from '../../../application/ports/store-health.ts';
import { sessionId } from '../../../domain/ids.ts';
import type { Refusals } from '../../http/limits/refusals.ts';
import { Problem, problem } from '../../http/requests/problem.ts';
import { type ApiRoutes, serve } from '../../http/server/api-routes.ts';
import type { CheckOperator } from '../access.ts';
import { findingsOf } from './findings.ts';
import { findRoute, overviewRoute, timelineRoute } from './openapi.ts';
import { headView, isoTime, summaryOf, timelineView } from './session-view.ts';

export interface SessionInsight {
  readonly timelines: SessionTimelines;
  readonly health: Pick<StoreHealth, 'metrics'>;
  readonly reachability: Reachability;
  readonly refusals: Refusals;
  readonly clock: { now(): number };
}

const sessionsAtMost = 100;
const headsAtMost = 20;
const longestId = 1000;

/** Shows operators sessions, and how the bridge is. No answer has a text or a name of a person. */
export function serveSessions(routes: ApiRoutes, check: CheckOperator, insight: SessionInsight): void {
  const { timelines, reachability } = insight;
  serve(routes, findRoute, async (c) => {
    check(c);
    const id = c.req.query('id')?.trim() ?? '';
    if (id === '' || id.length > longestId)
      throw new Problem(400, 'The request is not valid: id.', { field: 'id' });
    return c.json({ sessions: (await found(insight, id)).map(summaryOf) }, 200);
  });
  serve(routes, timelineRoute, async (c) => {
    check(c);
    const timeline = await timelines.timelineOf(sessionId(c.req.param('id') ?? ''));
    if (timeline === undefined) return problem(c, 404, { detail: 'There is no session of this id.' });
    return c.json({ ...timelineView(timeline), findings: findingsOf(timeline, reachability.states()) }, 200);
  });
  serve(routes, overviewRoute, async (c) => {
    check(c);
    return c.json(await overviewOf(insight), 200);
  });
}

/**
 * Also by the id of a message, which begins with that of its session, and by a conversation's id as Teams shows it: callers put
 * the channel, or their own name, before it.
 */
async function found({ timelines, reachability }: SessionInsight, id: string) {
  const ofMessage = /^(.+?)\.\d+\.\d+(?:\.[0-9a-z]+)?$/.exec(id)?.[1];
  const conversations = reachability
    .states()
    .flatMap((peer) => (peer.role === 'channel' ? `${peer.id}|${id}` : `|${peer.id}|${id}`));
  for (const each of [id, ...(ofMessage === undefined ? [] : [ofMessage]), ...conversations]) {
    const sessions = await timelines.findSessions(each, sessionsAtMost);
    if (sessions.length > 0) return sessions;
  }
  return [];
}

async function overviewOf({ timelines, health, reachability, refusals, clock }: SessionInsight) {
  const [metrics, heads] = await Promise.all([health.metrics(), timelines.oldestPending(headsAtMost)]);
  const refused = refusals.counts().toSorted((one, other) => other.lastAt - one.lastAt);
  return {
    now: isoTime(clock.now()),
    sessions: byStatus(metrics),
    pending: { ...metrics.pending },
    deadLetters: { ...metrics.deadLetters },
    oldestWaiting: heads.map(headView),
    peers: [...reachability.states()],
    refused: refused.map(({ lastAt, ...each }) => ({ ...each, lastAt: isoTime(lastAt) })),
  };
}

function byStatus({ sessions }: StoreMetrics) {
  const counts = new Map<string, number>();
  for (const { status, count } of sessions) counts.set(status, (counts.get(status) ?? 0) + count);
  return [...counts].map(([status, count]) => ({ status, count }));
}
