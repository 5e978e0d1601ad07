import { z } from 'zod';
import { sessionSchema } from '../../record/session-schema.ts';

/** Text that holds JSON. */
export const jsonColumn = z.string().transform((text): unknown => JSON.parse(text));

/** A session's state as it stands in its column. */
export const stateColumn = jsonColumn.pipe(sessionSchema);
