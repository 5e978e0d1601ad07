import { z } from 'zod';
import type { Lane } from '../../../../application/ports/outbox.ts';
import { directionSchema } from '../../record/message-schema.ts';
import { sessionIdSchema } from '../../record/session-schema.ts';

/** The channel on which replicas tell each other of lanes. */
export const channel = 'handoff_lanes';

const announcement = z.object({
  from: z.string(),
  lanes: z.array(z.object({ sessionId: sessionIdSchema, direction: directionSchema })),
});

interface Announcement {
  readonly from: string;
  readonly lanes: readonly Lane[];
}

export const written = (told: Announcement): string => JSON.stringify(told);

/** Absent when it is not one: anybody with the database's password can write into the channel. */
export function readAnnouncement(payload: string | undefined): Announcement | undefined {
  try {
    return announcement.parse(JSON.parse(payload ?? ''));
  } catch {
    return undefined;
  }
}
