import type { Context } from 'hono';

/**
 * Whether another page sent this request. Browsers say where a request comes from; a caller that says nothing is no
 * page, and neither is an address that a person typed.
 */
export function isForeign(c: Context): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const origin = c.req.header('origin');
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== c.req.header('host');
}
