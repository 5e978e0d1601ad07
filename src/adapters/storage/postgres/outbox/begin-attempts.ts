import { z } from 'zod';
import type { Lease } from '../../../../application/ports/outbox.ts';
import type { HandoffSession } from '../../../../domain/handoff-session.ts';
import { answered, inBatches } from '../connection/batches.ts';
import type { Statement } from '../connection/database.ts';
import { type Asking, ask, askForOne } from '../connection/store-context.ts';
import { columnOf } from '../schema/column-text.ts';

const together: Statement = {
  name: 'begin-attempts',
  text: 'select number, state from handoff.begin_attempts($1, $2)',
};
const alone: Statement = {
  name: 'begin-attempt',
  text: 'select handoff.begin_next($1, $2, $3, $4, $5, $6) as state',
};

export interface AttemptRequest {
  readonly lease: Lease;
  /** The message's id. */
  readonly id: string;
  readonly forMs: number;
}

type Begun = HandoffSession | 'gone';

const begunRow = z.object({ number: z.int(), state: z.string() });
const stateRow = z.object({ state: z.string().nullable() });

/** Records that attempts begin, those of many lanes in one statement. */
export function beginAttempts(asking: Asking): (request: AttemptRequest) => Promise<Begun> {
  const { replica, states } = asking;
  const valuesOf = ({ lease: { lane, token }, id, forMs }: AttemptRequest) => ({
    session_id: columnOf(lane.sessionId),
    direction: lane.direction,
    token,
    message: columnOf(id),
    lasts: forMs,
  });
  return inBatches<AttemptRequest, Begun>({
    keyOf: ({ lease: { lane } }) => `${lane.direction} ${lane.sessionId}`,
    async together(requests) {
      const values = requests.map((request, number) => ({ number, ...valuesOf(request) }));
      const rows = await ask(asking, together, [replica, JSON.stringify(values)]);
      const begun = new Map(
        rows.map((row) => {
          const { number, state } = begunRow.parse(row);
          return [number, answered(() => states.read(values[number]?.session_id ?? '', state))];
        }),
      );
      return requests.map((_, number) => begun.get(number));
    },
    async alone(request) {
      const { session_id, direction, token, message, lasts } = valuesOf(request);
      const values = [session_id, direction, replica, token, message, lasts];
      const { state } = stateRow.parse(await askForOne(asking, alone, values));
      return state === null ? 'gone' : states.read(session_id, state);
    },
  });
}
