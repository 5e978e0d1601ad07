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
  const former = fieldsOf(before ?? {});
  const present = fieldsOf(after);
  const set: Record<string, unknown> = {};
  for (const field in present) {
    const value = present[field];
    if (value !== undefined && former[field] !== value) set[field] = value;
  }
  let unset: string[] | undefined;
  for (const field in former) {
    if (former[field] === undefined || present[field] !== undefined) continue;
    unset ??= [];
    unset.push(field);
  }
  return unset === undefined ? { set } : { set, unset };
}

const fieldsOf = (session: object) => session as Readonly<Record<string, unknown>>;

/** Throws when the result is no session. */
export function patched(before: HandoffSession | undefined, { set, unset }: SessionDelta): HandoffSession {
  const fields: Record<string, unknown> = { ...before, ...set };
  for (const field of unset ?? []) delete fields[field];
  return sessionSchema.parse(fields);
}
