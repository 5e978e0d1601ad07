import type { Context } from 'hono';

/** What is answered for a record that is not there. */
export const notFound = (c: Context) => c.json({ error: 'Resource could not be found' }, 404);

/** What is answered for a record that is not valid. */
export const notValid = (c: Context, message: string, attributes: readonly string[]) =>
  c.json({ message, attributes }, 422);
