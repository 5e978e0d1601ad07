import type { QueryResultRow } from 'pg';
import type { Clock } from '../../../../application/ports/clock.ts';
import type { Log } from '../../../../application/ports/log.ts';
import type { KnownStates } from '../sessions/session-state-cache.ts';
import type { Database, Statement } from './database.ts';
import { isBroken, isCollision, storeError } from './store-error.ts';

/** What the parts of the store have in common. */
export interface Asking {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** Whose leases these are: unique to this store in this process. */
  readonly replica: string;
  readonly states: KnownStates;
}

/** Rejects with `StoreUnavailable` when the database does not serve. */
export async function ask(
  { database }: Pick<Asking, 'database'>,
  statement: Statement,
  values: readonly unknown[],
): Promise<readonly QueryResultRow[]> {
  try {
    return await database.query(statement, values).catch((error: unknown) => {
      if (isCollision(error) || (statement.isQuestion && isBroken(error)))
        return database.query(statement, values);
      throw error;
    });
  } catch (error) {
    throw storeError(error);
  }
}

export async function askForOne(
  asking: Pick<Asking, 'database'>,
  statement: Statement,
  values: readonly unknown[],
): Promise<QueryResultRow | undefined> {
  const [row] = await ask(asking, statement, values);
  return row;
}
