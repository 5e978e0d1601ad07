import type { Context } from 'hono';
import type { ServerEnv } from './routes.ts';

/** Node keeps the first of two Authorization headers and drops the other; with two, neither is to be trusted. */
export function soleAuthorization(c: Context<ServerEnv>): string | undefined {
  const names = c.env.incoming.rawHeaders.filter((_, index) => index % 2 === 0);
  const count = names.filter((name) => name.toLowerCase() === 'authorization').length;
  return count === 1 ? c.req.header('authorization') : undefined;
}
