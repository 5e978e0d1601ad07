import { z } from 'zod';
import { laneKey, type Settled } from '../../../../application/ports/outbox.ts';
import { inSteps } from '../connection/steps.ts';
import type { StoreContext } from '../connection/store-context.ts';
import { settledFields } from './settled-fields.ts';

const settledRows = z.tuple([z.object({ outcome: z.enum(['settled', 'released', 'lost']) })]);

/** Records what became of attempts. */
export const settleAttempts = (context: StoreContext) =>
  inSteps<Settled, 'settled' | 'released' | 'lost'>(context, {
    statement: {
      name: 'settle-attempts',
      text: 'select number, outcome from handoff.settle_attempts($1)',
    },
    keyOf: ({ lease }) => laneKey(lease.lane),
    argumentOf: (all) => ({
      lanes: all.map((settled, number) => settledFields(settled, { number, now: context.clock.now() })),
    }),
    read: (_, rows) => settledRows.parse(rows)[0].outcome,
  });
