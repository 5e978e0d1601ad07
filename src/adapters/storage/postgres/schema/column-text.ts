import { createHash } from 'node:crypto';
import { z } from 'zod';
import { sessionId } from '../../../../domain/ids.ts';
import { sessionSchema } from '../../record/session-schema.ts';

/** Longer ones do not fit into an index of PostgreSQL, whatever they consist of. */
const longestColumn = 600;

/**
 * An id as it stands in a column: as JSON would write it, without the quotes. So none is refused for what it is made of
 * (PostgreSQL takes no NUL and no half of a surrogate pair), and no two become one. Of a very long one stands a digest.
 */
export function columnOf(id: string): string {
  const written = JSON.stringify(id).slice(1, -1);
  if (written.length <= longestColumn) return written;
  // No JSON text has a backslash before a number sign.
  return `\\#${createHash('sha256').update(written).digest('base64')}`;
}

/** The id that stands in a column. Throws for a digest: what is looked up by one has to be read from elsewhere. */
export function idIn(column: string): string {
  const id: unknown = JSON.parse(`"${column}"`);
  return String(id);
}

export const idColumn = z.string().transform(idIn);
export const sessionIdColumn = idColumn.transform(sessionId);

export const jsonColumn = z.string().transform((text): unknown => JSON.parse(text));

export const stateColumn = jsonColumn.pipe(sessionSchema);
