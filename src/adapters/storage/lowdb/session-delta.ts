import { z } from 'zod';
import type { HandoffSession } from '../../../domain/handoff-session.ts';
import type { Transcript } from '../../../domain/transcript.ts';
import { sessionSchema, transcriptSchema } from '../session-schema.ts';

export const sessionDeltaSchema = z.object({
  set: z.record(z.string(), z.unknown()),
  unset: z.exactOptional(z.array(z.string())),
  said: z.exactOptional(z.object({ forgotten: z.int(), added: transcriptSchema })),
});

/** What changed in a session: as long as the change, and not as the transcript. */
type SessionDelta = z.infer<typeof sessionDeltaSchema>;

export function deltaOf(before: HandoffSession | undefined, after: HandoffSession): SessionDelta {
  const former = fieldsOf(before);
  const present = fieldsOf(after);
  const set: Record<string, unknown> = {};
  for (const field of Object.keys(present)) {
    if (field !== 'transcript' && present[field] !== undefined && former[field] !== present[field]) {
      set[field] = present[field];
    }
  }
  const unset = Object.keys(former).filter(
    (field) => field !== 'transcript' && former[field] !== undefined && present[field] === undefined,
  );
  const said = saidSince(before?.transcript ?? [], after.transcript);
  return { set, ...(unset.length > 0 && { unset }), ...(said && { said }) };
}

/** All fields; the transcript grows and is told by what was said. */
const fieldsOf = (session: HandoffSession | undefined): Readonly<Record<string, unknown>> => ({ ...session });

/** Throws when the result is no session. */
export function patched(
  before: HandoffSession | undefined,
  { set, unset, said }: SessionDelta,
): HandoffSession {
  const fields: Record<string, unknown> = { ...before, ...set };
  for (const field of unset ?? []) delete fields[field];
  const lines = before?.transcript ?? [];
  fields.transcript = said ? [...lines.slice(said.forgotten), ...said.added] : lines;
  return sessionSchema.parse(fields);
}

/** Lines are never changed, so the ones that stayed are the same objects; anything else counts as said anew. */
function saidSince(before: Transcript, after: Transcript): SessionDelta['said'] {
  if (before === after) return undefined;
  const first = after[0];
  const start = first === undefined ? -1 : before.indexOf(first);
  if (start === -1 || !areKept(before, after, start)) return { forgotten: before.length, added: [...after] };
  return { forgotten: start, added: after.slice(before.length - start) };
}

/** Whether all lines from `start` on are still there, at the beginning. */
function areKept(before: Transcript, after: Transcript, start: number): boolean {
  for (let place = start; place < before.length; place++) {
    if (before[place] !== after[place - start]) return false;
  }
  return true;
}
