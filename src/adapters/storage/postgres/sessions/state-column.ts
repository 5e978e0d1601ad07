import { z } from 'zod';
import type { HandoffSession } from '../../../../domain/handoff-session.ts';
import { sessionSchema, sessionToStore } from '../../record/session-schema.ts';

/** Text that holds JSON. */
export const jsonColumn = z.string().transform((text): unknown => JSON.parse(text));

/** A session's state as it stands in its column. */
export const stateColumn = jsonColumn.pipe(sessionSchema);

/** A session as its column takes it. */
export const stateText = (session: HandoffSession): string => JSON.stringify(sessionToStore(session));
