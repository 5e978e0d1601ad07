import { z } from 'zod';
import type { Settled } from '../../../../application/ports/outbox.ts';
import { inBatches } from '../connection/batches.ts';
import type { Statement } from '../connection/database.ts';
import { type Asking, ask, askForOne } from '../connection/store-context.ts';
import { columnOf } from '../schema/column-text.ts';
import { settlementValues } from './settlement-values.ts';

const together: Statement = {
  name: 'settle-attempts',
  text: 'select number, is_empty from handoff.settle_attempts($1, $2)',
};
const alone: Statement = {
  name: 'settle-attempt',
  text: 'select handoff.settle_and_release($1, $2, $3, $4, $5, $6, $7, $8, $9) as outcome',
};

type Outcome = 'settled' | 'released' | 'lost';

const settledRow = z.object({ number: z.int(), is_empty: z.boolean() });
const outcomeRow = z.object({ outcome: z.enum(['settled', 'released', 'lost']) });

/** Records what became of attempts, those of many lanes in one statement. */
export function settleAttempts(asking: Asking): (settled: Settled) => Promise<Outcome> {
  const { clock, replica } = asking;
  const valuesOf = ({ lease: { lane, token }, id, settlement }: Settled) => ({
    session_id: columnOf(lane.sessionId),
    direction: lane.direction,
    token,
    message: columnOf(id),
    ...settlementValues(settlement, clock.now()),
  });
  return inBatches<Settled, Outcome>({
    keyOf: ({ lease: { lane } }) => `${lane.direction} ${lane.sessionId}`,
    async together(all) {
      const values = all.map((settled, number) => ({ number, ...valuesOf(settled) }));
      const rows = await ask(asking, together, [replica, JSON.stringify(values)]);
      const done = new Map(
        rows.map((row) => {
          const { number, is_empty } = settledRow.parse(row);
          return [number, is_empty ? ('released' as const) : ('settled' as const)];
        }),
      );
      return all.map((_, number) => done.get(number));
    },
    async alone(settled) {
      const { session_id, direction, token, message, settled_as, cause, delay, at } = valuesOf(settled);
      const values = [session_id, direction, replica, token, message, settled_as, cause, delay, at];
      return outcomeRow.parse(await askForOne(asking, alone, values)).outcome;
    },
  });
}
