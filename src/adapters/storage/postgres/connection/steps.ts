import type { QueryResultRow } from 'pg';
import { z } from 'zod';
import { answerOf, inBatches } from './batches.ts';
import type { Statement } from './database.ts';
import { query, type StoreContext } from './store-context.ts';

/** One function in the database, called for one request or for many. */
export interface Step<Request, Answer> {
  /** Takes the step as JSON; its rows have the `number` of their request, which is its place in the list. */
  readonly statement: Statement;
  /** Two requests of one key never travel together. */
  readonly keyOf: (request: Request) => string;
  /** What the function is told of the requests. */
  readonly argumentOf: (requests: readonly Request[]) => object;
  /** What the rows of a request say, one row at least. */
  readonly read: (request: Request, rows: readonly QueryResultRow[]) => Answer | Promise<Answer>;
  /** Called around each query, for what has to be done when its outcome is unknown. */
  readonly around?: <Rows>(requests: readonly Request[], run: () => Promise<Rows>) => Promise<Rows>;
}

const numbered = z.object({ number: z.int() });

/** Requests of a step in batches. A request whose row is locked by another transaction waits for it alone. */
export function inSteps<Request, Answer>(
  context: StoreContext,
  { statement, keyOf, argumentOf, read, around = (_, run) => run() }: Step<Request, Answer>,
): (request: Request) => Promise<Answer> {
  const run = async (requests: readonly Request[], waits: boolean) => {
    const step = { replica: context.replica, waits, ...argumentOf(requests) };
    const rows = await around(requests, () => query(context, statement, [JSON.stringify(step)]));
    const rowsOf = Map.groupBy(rows, (row) => numbered.parse(row).number);
    return requests.map((request, number) => {
      const found = rowsOf.get(number);
      return found && answerOf(() => read(request, found));
    });
  };
  return inBatches<Request, Answer>({
    keyOf,
    together: (requests) => run(requests, false),
    async alone(request) {
      const [answer] = await run([request], true);
      if (answer === undefined) throw new Error(`${statement.name} gave no answer`);
      return answer;
    },
  });
}
