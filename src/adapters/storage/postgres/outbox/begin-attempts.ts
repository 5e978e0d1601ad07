import { z } from 'zod';
import { type Lease, laneKey } from '../../../../application/ports/outbox.ts';
import type { HandoffSession } from '../../../../domain/handoff-session.ts';
import { inSteps } from '../connection/steps.ts';
import type { StoreContext } from '../connection/store-context.ts';
import { columnOf } from '../schema/column-text.ts';
import { leaseFields } from './lease-fields.ts';

export interface AttemptRequest {
  readonly lease: Lease;
  /** The message's id. */
  readonly id: string;
  readonly forMs: number;
}

const begunRows = z.tuple([z.object({ state: z.string().nullable() })]);

/** Records that attempts begin. */
export const beginAttempts = (context: StoreContext) =>
  inSteps<AttemptRequest, HandoffSession | 'gone'>(context, {
    statement: {
      name: 'begin-attempts',
      text: 'select number, state from handoff.begin_attempts($1)',
    },
    keyOf: ({ lease }) => laneKey(lease.lane),
    argumentOf: (requests) => ({
      lanes: requests.map(({ lease, id, forMs }, number) => ({
        ...leaseFields(lease, number),
        message_id: columnOf(id),
        lasts_ms: forMs,
      })),
    }),
    read({ lease }, rows) {
      const [{ state }] = begunRows.parse(rows);
      return state === null ? 'gone' : context.states.read(columnOf(lease.lane.sessionId), state);
    },
  });
