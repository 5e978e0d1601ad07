import { sessionSchema } from '../../record/session-schema.ts';
import { jsonColumn } from '../schema/json-column.ts';

/** A session's state as it stands in its column. */
export const stateColumn = jsonColumn.pipe(sessionSchema);
