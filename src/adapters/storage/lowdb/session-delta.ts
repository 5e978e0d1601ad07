import { z } from 'zod';
import type { HandoffSession } from '../../../domain/handoff-session.ts';
import { sessionSchema } from '../record/session-schema.ts';

export const sessionDeltaSchema = z.object({
  set: z.record(z.string(), z.unknown()),
  unset: z.exactOptional(z.array(z.string())),
});

/** What changed in a session: as long as the change, and not as the session. */
type SessionDelta = z.infer<typeof sessionDeltaSchema>;

export function deltaOf(before: HandoffSession | undefined, after: HandoffSession): SessionDelta {
  const former = fieldsOf(before);
  const present = fieldsOf(after);
  const set: Record<string, unknown> = {};
  for (const field of Object.keys(present)) {
    if (present[field] !== undefined && former[field] !== present[field]) set[field] = present[field];
  }
  const unset = Object.keys(former).filter(
    (field) => former[field] !== undefined && present[field] === undefined,
  );
  return { set, ...(unset.length > 0 && { unset }) };
}

const fieldsOf = (session: HandoffSession | undefined): Readonly<Record<string, unknown>> => ({ ...session });

/** Throws when the result is no session. */
export function patched(before: HandoffSession | undefined, { set, unset }: SessionDelta): HandoffSession {
  const fields: Record<string, unknown> = { ...before, ...set };
  for (const field of unset ?? []) delete fields[field];
  return sessionSchema.parse(fields);
}
