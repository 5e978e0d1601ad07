import type { Lane, Lease } from '../../../../application/ports/outbox.ts';
import { columnOf } from '../schema/column-text.ts';

export type HeldLane = Pick<Lease, 'lane' | 'token'>;

export const laneFields = ({ sessionId, direction }: Lane) => ({
  session_id: columnOf(sessionId),
  direction,
});

/** A lease as every step about one takes it. `number` is that of its request. */
export const leaseFields = ({ lane, token }: HeldLane, number: number) => ({
  number,
  ...laneFields(lane),
  token,
});
