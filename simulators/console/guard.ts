import type { MiddlewareHandler } from 'hono';
import { isForeign } from '../web/foreign-request.ts';

/**
 * Lets in the console's own page alone. A host name other than this machine's is DNS rebinding; another
 * origin is a page that has no business with the switches.
 */
export const ownPageOnly: MiddlewareHandler = async (c, next) => {
  const isOurs = /^(127\.0\.0\.1|localhost):\d+$/.test(c.req.header('host') ?? '');
  if (!isOurs || isForeign(c)) return c.json({ error: 'Only the console itself may ask.' }, 403);
  return next();
};
