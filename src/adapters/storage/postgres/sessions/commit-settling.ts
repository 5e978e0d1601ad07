import type { Settled } from '../../../../application/ports/outbox.ts';
import { type CommitOutcome, StoreUnavailable } from '../../../../application/ports/session-store.ts';
import { retryWhileUnavailable } from '../../record/retry-while-unavailable.ts';
import type { Statement } from '../connection/database.ts';
import { isSo, type StoreContext } from '../connection/store-context.ts';
import { columnOf } from '../schema/column-text.ts';

const isBegun: Statement = {
  isReadOnly: true,
  name: 'is-begun',
  text: 'select exists (select from handoff.messages where id = $1 and is_begun) as is_so',
};

/**
 * Retries a commit that settles an attempt until its outcome is known. After a lost answer a change that is stale may be
 * this very one, and to decide again would tell people twice. Only the holder of the lane settles: one whose lease is over
 * gets `lease-lost`.
 */
export function commitSettling(
  context: StoreContext,
  forMs: number,
  { settled, commit }: { readonly settled: Settled; readonly commit: () => Promise<CommitOutcome> },
): Promise<CommitOutcome> {
  let isInDoubt = false;
  return retryWhileUnavailable(context.clock, forMs, async () => {
    const committed = await commit().catch((error: unknown) => {
      if (error instanceof StoreUnavailable) isInDoubt = true;
      throw error;
    });
    if (!isInDoubt || committed.outcome !== 'stale') return committed;
    return (await isSo(context, isBegun, [columnOf(settled.id)])) ? committed : { outcome: 'committed' };
  });
}
