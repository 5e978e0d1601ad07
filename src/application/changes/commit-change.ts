import type { HandoffSession } from '../../domain/handoff-session.ts';
import type { SessionId } from '../../domain/ids.ts';
import type { CommitNotifier } from '../delivery/dispatcher/commit-notifier.ts';
import type { DrivenPorts } from '../driven-ports.ts';
import type { Lane, OutboxMessage } from '../ports/outbox.ts';
import type { Change, CommitOutcome } from '../ports/session-store.ts';

export interface CommitPorts extends Pick<DrivenPorts, 'store'> {
  readonly notifier: CommitNotifier;
}

/** Another commit changed the session after it was read. */
export interface Lost {
  readonly outcome: 'lost';
  readonly session: SessionId;
}

/** The session has changed. `released`: nothing waits any more in the lane of `settled`, which was given back. */
export interface Changed {
  readonly outcome: 'changed';
  readonly session: HandoffSession;
  readonly messages?: readonly string[];
  readonly released?: true;
}

type Refused = Exclude<CommitOutcome, { readonly outcome: 'committed' | 'stale' | 'conversation-taken' }>;

/** Reserves at the dispatcher what the change needs, commits, and has it delivered. */
export async function commitChange(
  { store, notifier }: CommitPorts,
  change: Change,
): Promise<Changed | Refused | Lost> {
  const isStart = change.messages.some(({ content }) => content.kind === 'start');
  const reservation = notifier.reserve(lanesOf(change.messages), { isStart });
  const { leaseForMs } = reservation;
  try {
    const committed = await store.commit(leaseForMs === undefined ? change : { ...change, leaseForMs });
    switch (committed.outcome) {
      case 'committed':
        reservation.fulfil(change.session, committed.leased);
        return {
          outcome: 'changed',
          session: change.session,
          messages: change.messages.map(({ id }) => id),
          ...(committed.released && { released: true }),
        };
      case 'repeated':
      case 'lease-lost':
      case 'live-chat-taken':
      case 'full':
        return committed;
      case 'stale':
      case 'conversation-taken':
        return { outcome: 'lost', session: change.session.id };
    }
  } finally {
    reservation.cancel();
  }
}

function lanesOf(messages: readonly OutboxMessage[]): readonly Lane[] {
  const lanes: Lane[] = [];
  for (const { sessionId, direction } of messages) {
    if (lanes.every((lane) => lane.direction !== direction)) lanes.push({ sessionId, direction });
  }
  return lanes;
}
