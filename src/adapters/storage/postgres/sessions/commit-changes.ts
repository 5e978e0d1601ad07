import { randomUUID } from 'node:crypto';
import type { QueryResultRow } from 'pg';
import { z } from 'zod';
import type { Change, CommitOutcome } from '../../../../application/ports/session-store.ts';
import { leasableLanes } from '../../record/leasable-lanes.ts';
import { inSteps } from '../connection/steps.ts';
import type { StoreContext } from '../connection/store-context.ts';
import { BrokenConnection, DatabaseRefusal } from '../connection/store-error.ts';
import type { Leasing } from '../outbox/lease-lanes.ts';
import { sessionIdColumn } from '../schema/column-text.ts';
import { type Commit, commitArgument } from './commit-argument.ts';

const committedRows = z.tuple([
  z.discriminatedUnion('outcome', [
    z.object({ outcome: z.literal('committed'), leased: z.array(z.string()), is_released: z.boolean() }),
    z.object({
      outcome: z.literal('repeated'),
      before_session: sessionIdColumn,
      before_answer: z.string(),
    }),
    z.object({ outcome: z.enum(['stale', 'conversation-taken', 'lease-lost']) }),
  ]),
]);

/**
 * Commits changes, each of them entirely or not at all. One that remembers its request is committed once more when the
 * connection breaks under it: a repeat of it is known, and the sender of the request need not repeat it.
 */
export function commitChanges(
  context: StoreContext,
  { release, inDoubt }: Leasing,
): (change: Change) => Promise<CommitOutcome> {
  const commit = inSteps<Commit, CommitOutcome>(context, {
    statement: {
      name: 'commit-changes',
      text: `select number, outcome, leased, is_released, before_session, before_answer
        from handoff.commit_changes($1)`,
    },
    keyOf: ({ change }) => change.session.id,
    argumentOf: (commits) => commitArgument(context, commits),
    read: outcomeIn,
    around: (commits, run) =>
      inDoubt(
        commits.flatMap(({ leases }) => leases),
        run,
      ),
  });

  async function commitAgain({ change, leases }: Commit): Promise<CommitOutcome> {
    const again = await commit(withLeases(change));
    if (!isRepeatOf(change, again)) return again;
    // The leases of the first commit are known to have been made only now.
    await Promise.all(leases.map(release));
    return { outcome: 'committed' };
  }

  return async (change) => {
    const { session, settled, inbound } = change;
    if (settled && settled.lease.lane.sessionId !== session.id) {
      throw new Error('a commit settles messages of its own session alone');
    }
    const each = withLeases(change);
    return commit(each).catch((error: unknown) => {
      if (error instanceof BrokenConnection && inbound && !settled) return commitAgain(each);
      // A copy of the same request has won between the look and the insert; the next look sees it.
      if (isRefusedBy('inbound_pkey', error)) return commit(each);
      if (isRefusedBy('sessions_one_per_live_chat', error)) return { outcome: 'live-chat-taken' };
      throw error;
    });
  };
}

const isRefusedBy = (constraint: string, error: unknown): boolean =>
  error instanceof DatabaseRefusal && error.constraint === constraint;

const isRepeatOf = ({ session, inbound }: Change, outcome: CommitOutcome): boolean =>
  outcome.outcome === 'repeated' && outcome.sessionId === session.id && outcome.answer === inbound?.answer;

const withLeases = (change: Change): Commit => ({
  change,
  leases: leasableLanes(change).map((lease) => ({ ...lease, token: randomUUID() })),
});

function outcomeIn({ leases }: Commit, rows: readonly QueryResultRow[]): CommitOutcome {
  const [row] = committedRows.parse(rows);
  switch (row.outcome) {
    case 'committed': {
      const leased = leases.filter(({ token }) => row.leased.includes(token));
      return {
        outcome: row.outcome,
        ...(leased.length > 0 && { leased }),
        ...(row.is_released && { released: true }),
      };
    }
    case 'repeated':
      return { outcome: row.outcome, sessionId: row.before_session, answer: row.before_answer };
    case 'stale':
    case 'conversation-taken':
    case 'lease-lost':
      return { outcome: row.outcome };
  }
}
