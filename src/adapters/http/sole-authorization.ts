import type { Context } from 'hono';
import type { ServerEnv } from './routes.ts';
import { timesSent } from './times-sent.ts';

/** Node keeps the first of two Authorization headers and drops the other; with two, neither is to be trusted. */
export function soleAuthorization(c: Context<ServerEnv>): string | undefined {
  return timesSent(c.env.incoming, 'authorization') === 1 ? c.req.header('authorization') : undefined;
}
