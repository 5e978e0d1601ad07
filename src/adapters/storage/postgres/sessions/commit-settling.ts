import { z } from 'zod';
import type { Settled } from '../../../../application/ports/outbox.ts';
import { type CommitOutcome, StoreUnavailable } from '../../../../application/ports/session-store.ts';
import { retryWhileUnavailable } from '../../record/retry-while-unavailable.ts';
import type { Statement } from '../connection/database.ts';
import { type Asking, askForOne } from '../connection/store-context.ts';
import { columnOf } from '../schema/column-text.ts';

const isBegun: Statement = {
  isQuestion: true,
  name: 'is-begun',
  text: 'select exists (select from handoff.messages where id = $1 and is_begun) as is_so',
};
const yesOrNo = z.object({ is_so: z.boolean() });

/**
 * Commits a change that settles an attempt until the database has heard it. When an answer was lost, the change that is
 * stale may be this very one: whoever decided again would tell people twice. Only the holder of the lane settles, and who
 * is no holder any more hears `lease-lost`.
 */
export function commitSettling(
  asking: Asking,
  forMs: number,
  { settled, commit }: { readonly settled: Settled; readonly commit: () => Promise<CommitOutcome> },
): Promise<CommitOutcome> {
  let isInDoubt = false;
  return retryWhileUnavailable(asking.clock, forMs, async () => {
    const committed = await commit().catch((error: unknown) => {
      if (error instanceof StoreUnavailable) isInDoubt = true;
      throw error;
    });
    if (!isInDoubt || committed.outcome !== 'stale') return committed;
    const { is_so } = yesOrNo.parse(await askForOne(asking, isBegun, [columnOf(settled.id)]));
    return is_so ? committed : { outcome: 'committed' };
  });
}
