import type { Context } from 'hono';
import type { ServerEnv } from './routes.ts';

interface Sent {
  readonly rawHeaders: readonly string[];
}

/** How often a header was sent; Node itself shows the first or joins them. `name` in lower case. */
export function timesSent({ rawHeaders }: Sent, name: string): number {
  let times = 0;
  for (let place = 0; place < rawHeaders.length; place += 2) {
    if (isNamed(rawHeaders[place], name)) times++;
  }
  return times;
}

/** The value of a header that was sent once; absent when it was not sent, or twice. `name` in lower case. */
export function soleValue({ rawHeaders }: Sent, name: string): string | undefined {
  let value: string | undefined;
  for (let place = 0; place < rawHeaders.length; place += 2) {
    if (!isNamed(rawHeaders[place], name)) continue;
    if (value !== undefined) return undefined;
    value = rawHeaders[place + 1];
  }
  return value;
}

const isNamed = (sent: string | undefined, name: string): boolean =>
  sent?.length === name.length && sent.toLowerCase() === name;

/** Node keeps the first of two Authorization headers and drops the other; with two, neither is to be trusted. */
export const soleAuthorization = (c: Context<ServerEnv>): string | undefined =>
  soleValue(c.env.incoming, 'authorization');
