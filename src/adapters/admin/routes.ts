import type { Clock } from '../../application/ports/clock.ts';
import type { DeadLetters, EraseCustomer } from '../../application/ports/inbound.ts';
import type { FeedHealth } from '../../application/ports/live-chat-feed.ts';
import type { Reachability } from '../../application/ports/peer.ts';
import type { SessionTimelines } from '../../application/ports/session-timelines.ts';
import type { StoreHealth } from '../../application/ports/store-health.ts';
import type { Refusals } from '../http/limits/refusals.ts';
import type { Throttles } from '../http/limits/throttles.ts';
import { fieldOf } from '../http/requests/field-of.ts';
import { Problem, problem } from '../http/requests/problem.ts';
import { parseJsonObject, readBody } from '../http/requests/read-json.ts';
import { type ApiRoutes, apiRoutes, serve } from '../http/server/api-routes.ts';
import type { Routes } from '../http/server/routes.ts';
import { type CheckOperator, operatorAccess } from './access.ts';
import { serveDeadLetters } from './dead-letter-routes.ts';
import { metricsRoute, readyRoute } from './health-openapi.ts';
import type { Metrics } from './metrics/metrics.ts';
import {
  breakerMetrics,
  feedMetrics,
  refusalMetrics,
  storeMetrics,
  waitingMetrics,
} from './metrics/state-metrics.ts';
import { eraseRoute, erasure, operatorScheme, operatorSecurity } from './openapi.ts';
import { servePage } from './page/page-routes.ts';
import { serveSessions } from './sessions/session-routes.ts';

export interface AdminDependencies {
  readonly deadLetters: DeadLetters;
  readonly eraseCustomer: EraseCustomer;
  readonly health: StoreHealth;
  readonly timelines: SessionTimelines;
  readonly clock: Clock;
  /** Served together with what the other parts tell. */
  readonly metrics: Metrics;
  readonly reachability: Reachability;
  /** How well the live chats are heard that have to be followed. */
  readonly feeds: { health(): FeedHealth };
  readonly refusals: Refusals;
  readonly throttles: Throttles;
  /** As it is now; none when operators have to do without all but the readiness, which does not change. */
  readonly token: () => string | undefined;
}

/** What operators and their tools ask of a running bridge. */
export function adminRoutes(dependencies: AdminDependencies): Routes {
  const routes = apiRoutes();
  routes.openAPIRegistry.registerComponent('securitySchemes', operatorScheme, operatorSecurity);
  const check = operatorAccess(dependencies.token, dependencies.throttles);
  serveDeadLetters(routes, check, dependencies.deadLetters);
  serveSessions(routes, check, dependencies);
  servePage(routes, dependencies.token() !== undefined);
  serveErasure(routes, check, dependencies.eraseCustomer);
  serveReadiness(routes, dependencies);
  serveMetrics(routes, check, dependencies);
  return routes;
}

function serveErasure(routes: ApiRoutes, check: CheckOperator, eraseCustomer: EraseCustomer): void {
  serve(routes, eraseRoute, async (c) => {
    check(c);
    const parsed = erasure.safeParse(parseJsonObject(await readBody(c)));
    if (!parsed.success) {
      const field = fieldOf(parsed.error);
      throw new Problem(400, `The request is not valid: ${field}.`, { field });
    }
    return c.json(await eraseCustomer(parsed.data.customerId), 200);
  });
}

function serveReadiness(routes: ApiRoutes, { health, reachability, feeds }: AdminDependencies): void {
  serve(routes, readyRoute, async (c) => {
    if (await health.isWritable()) {
      const peers = [...reachability.states()];
      return c.json({ status: 'ready' as const, peers, feeds: feeds.health() }, 200);
    }
    c.header('retry-after', '5');
    return problem(c, 503, { detail: 'Nothing can be stored at the moment.' });
  });
}

function serveMetrics(
  routes: ApiRoutes,
  check: CheckOperator,
  { metrics, health, reachability, refusals, feeds, timelines, clock }: AdminDependencies,
): void {
  storeMetrics(metrics, health);
  waitingMetrics(metrics, timelines, clock);
  refusalMetrics(metrics, refusals);
  breakerMetrics(metrics, reachability);
  feedMetrics(metrics, feeds);
  serve(routes, metricsRoute, async (c) => {
    check(c);
    return c.body(await metrics.metrics(), 200, { 'content-type': metrics.contentType });
  });
}
