import type { QueryResultRow } from 'pg';
import { z } from 'zod';
import type { Clock } from '../../../../application/ports/clock.ts';
import type { Log } from '../../../../application/ports/log.ts';
import type { SessionStateCache } from '../sessions/session-state-cache.ts';
import type { Database, Statement } from './database.ts';
import { isBroken, isCollision, storeError } from './store-error.ts';

export interface StoreContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** Whose leases these are: unique to this store in this process. */
  readonly replica: string;
  readonly states: SessionStateCache;
}

/** Rejects with `StoreUnavailable` when the database does not serve. */
export async function query(
  { database }: Pick<StoreContext, 'database'>,
  statement: Statement,
  values: readonly unknown[],
): Promise<readonly QueryResultRow[]> {
  try {
    return await database.query(statement, values).catch((error: unknown) => {
      if (isCollision(error) || (statement.isReadOnly && isBroken(error)))
        return database.query(statement, values);
      throw error;
    });
  } catch (error) {
    throw storeError(error);
  }
}

export async function queryOne(
  context: Pick<StoreContext, 'database'>,
  statement: Statement,
  values: readonly unknown[],
): Promise<QueryResultRow | undefined> {
  const [row] = await query(context, statement, values);
  return row;
}

const yesOrNo = z.object({ is_so: z.boolean() });

/** What a statement answers in its column `is_so`. */
export const isSo = async (
  context: Pick<StoreContext, 'database'>,
  statement: Statement,
  values: readonly unknown[],
): Promise<boolean> => yesOrNo.parse(await queryOne(context, statement, values)).is_so;
