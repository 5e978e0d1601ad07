import { z } from 'zod';
import type { Lane } from '../../../../application/ports/outbox.ts';
import { directionSchema } from '../../record/message-schema.ts';
import { sessionIdSchema } from '../../record/session-schema.ts';

/** The channel on which replicas notify each other of lanes. */
export const channel = 'handoff_lanes';

const notification = z.object({
  from: z.string(),
  lanes: z.array(z.object({ sessionId: sessionIdSchema, direction: directionSchema })),
});

interface LaneNotification {
  readonly from: string;
  readonly lanes: readonly Lane[];
}

export const notificationPayload = (told: LaneNotification): string => JSON.stringify(told);

/** Absent when it is none: every role that may connect can write to the channel. */
export function readNotification(payload: string | undefined): LaneNotification | undefined {
  try {
    return notification.parse(JSON.parse(payload ?? ''));
  } catch {
    return undefined;
  }
}
