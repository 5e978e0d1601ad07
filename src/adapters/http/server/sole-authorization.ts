import type { Context } from 'hono';
import type { ServerEnv } from './routes.ts';
import { soleValue } from './times-sent.ts';

/** Node keeps the first of two Authorization headers and drops the other; with two, neither is to be trusted. */
export function soleAuthorization(c: Context<ServerEnv>): string | undefined {
  return soleValue(c.env.incoming, 'authorization');
}
