import type { Hono } from 'hono';
import type { RestEnv } from '../rest-env.ts';
import type { RouteOptions } from '../vendor.ts';
import { API, QUEUE_ID } from './ids.ts';
import { refusal } from './refusals.ts';
import { observationQuery } from './wire.ts';

/** A guess that grows with the queue. */
const waitSecondsEach = 60;

/** What the platform tells of the queue. */
export function queueRoutes(app: Hono<RestEnv>, options: RouteOptions): void {
  const { registry } = options;
  app.get(`${API}/routing/queues/:queue/mediatypes/message/estimatedwaittime`, (c) => {
    if (c.req.param('queue') !== QUEUE_ID) return refusal(c, 404);
    const queued = registry.chats().filter(({ status }) => status === 'queued').length;
    return c.json({
      results: [{ formula: 'BEST', estimatedWaitTimeSeconds: (queued + 1) * waitSecondsEach }],
    });
  });
  app.post(`${API}/analytics/queues/observations/query`, (c) => {
    const query = observationQuery.safeParse(c.get('body'));
    if (!query.success) return refusal(c, 400);
    const isDeserted =
      options.refusal() === 'no-agents' || query.data.filter.predicates[0]?.value !== QUEUE_ID;
    if (isDeserted) return c.json({ results: [] });
    const figures = [{ metric: 'oOnQueueUsers', qualifier: 'IDLE', stats: { count: 2 } }];
    return c.json({ results: [{ group: { queueId: QUEUE_ID, mediaType: 'message' }, data: figures }] });
  });
}
