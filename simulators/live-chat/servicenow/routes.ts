import type { Hono } from 'hono';
import type { RestEnv } from '../rest-env.ts';
import type { RouteOptions } from '../vendor.ts';
import { workOf } from './handling/work.ts';
import { handle } from './handling/worker.ts';
import { hourlyRule } from './instance/hourly-rule.ts';
import { endpoint, failure, request as requestBody, success } from './wire/wire.ts';

/**
 * The one endpoint. It answers at once that it has a request, and what comes of it goes to the bridge. A request that lacks something,
 * or whose caller lacks a right, gets the same answer and nothing more.
 */
export function servicenowRoutes(app: Hono<RestEnv>, options: RouteOptions): void {
  const work = workOf(options);
  const tooMany = hourlyRule();
  app.post(endpoint, async (c) => {
    const limited = tooMany(c, work.choices().requestsAnHour);
    if (limited !== undefined) return limited;
    const body = c.get('body');
    const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
    if (!isObject) return c.json(failure('Bad Request', 'The body is no JSON object'), 400);
    const request = requestBody.safeParse(body).data;
    if (request === undefined || work.choices().lacksRights) return c.json(success);
    const { opened, answer = success } = handle(work, request);
    if (opened !== undefined) await options.beforeAnswer(opened);
    return c.json(answer);
  });
  app.all(endpoint, (c) => c.json(failure('Method not supported', 'Only POST is'), 405));
}
