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
  const changed = [...present].filter(([field, value]) => former.get(field) !== value);
  const set = Object.fromEntries(changed);
  const unset = [...former.keys()].filter((field) => !present.has(field));
  const said = saidSince(before?.transcript ?? [], after.transcript);
  return { set, ...(unset.length > 0 && { unset }), ...(said && { said }) };
}

/** Without the transcript, which grows and is told by what was said. */
function fieldsOf(session: HandoffSession | undefined): ReadonlyMap<string, unknown> {
  const fields = Object.entries(session ?? {});
  return new Map<string, unknown>(
    fields.filter(([field, value]) => field !== 'transcript' && value !== undefined),
  );
}

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
  const kept = start === -1 ? [] : before.slice(start);
  const isKept = kept.length <= after.length && kept.every((line, index) => line === after[index]);
  if (!isKept || start === -1) return { forgotten: before.length, added: [...after] };
  return { forgotten: start, added: after.slice(kept.length) };
}
