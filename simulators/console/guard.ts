import type { MiddlewareHandler } from 'hono';

/**
 * Lets in the console's own page alone. A name other than this machine's is a stranger's that leads here; another
 * origin is a page that has no business with the switches.
 */
export const ownPageOnly: MiddlewareHandler = async (c, next) => {
  const host = c.req.header('host') ?? '';
  const isOurs = /^(127\.0\.0\.1|localhost):\d+$/.test(host);
  const site = c.req.header('sec-fetch-site');
  const origin = c.req.header('origin');
  const isForeign =
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (origin !== undefined && origin !== `http://${host}`);
  if (!isOurs || isForeign) return c.json({ error: 'Only the console itself may ask.' }, 403);
  return next();
};
