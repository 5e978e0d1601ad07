import type { Command } from '../../domain/commands.ts';
import type { SessionId } from '../../domain/ids.ts';
import type { ChangeSession } from '../changes/change-session.ts';
import type { DrivenPorts } from '../driven-ports.ts';
import { type Awaitable, andThen } from '../ports/awaitable.ts';
import type { Settled, Settlement } from '../ports/outbox.ts';
import type { Peer } from '../ports/peer.ts';
import type { Attempted } from './after-attempt.ts';
import type { Awaited } from './dispatcher/awaited-peers.ts';
import type { FailedAttempts } from './failed-attempts.ts';

export interface SettlePorts extends Pick<DrivenPorts, 'store' | 'outbox' | 'clock' | 'ids' | 'settings'> {
  readonly change: ChangeSession;
  readonly failed: FailedAttempts;
  /** Whether the live chat tells its events on a feed, and so the words before its end. Default false. */
  readonly isFollowed?: boolean;
}

/**
 * Whether the lane goes on, was released empty, was lost to another worker, or waits until a time, such as the end of the
 * pause of its peer.
 */
export type LaneState =
  | 'go-on'
  | 'released'
  | 'lost'
  | { readonly until: number; readonly unreachable?: Peer; readonly awaits?: Awaited };

/** What became of a message, and what that means for its session. */
interface KnownOutcome {
  readonly settlement: Settlement;
  readonly command?: Command | undefined;
}

/** Records an outcome together with what it means for the session, in one commit. */
export const settle = (ports: SettlePorts, attempted: Attempted, known: KnownOutcome): Awaitable<LaneState> =>
  andThen(tryToSettle(ports, attempted, known), (state) => {
    if (state === 'live-chat-taken') throw new Error('only a confirmation can find its live chat taken');
    return state;
  });

/** The same for a confirmation, whose live chat another session may hold: then nothing is recorded. */
export function tryToSettle(
  ports: SettlePorts,
  attempted: Attempted,
  { settlement, command }: KnownOutcome,
): Awaitable<LaneState | 'live-chat-taken'> {
  const { lease, message } = attempted;
  const settled = { lease, id: message.id, settlement };
  if (!('until' in settlement)) ports.failed.forget(message.id);
  return command === undefined
    ? settleAlone(ports, settled)
    : settleWith(ports, settled, { command, of: attempted.session.id });
}

async function settleWith(
  ports: SettlePorts,
  settled: Settled,
  { command, of }: { readonly command: Command; readonly of: SessionId },
): Promise<LaneState | 'live-chat-taken'> {
  const { change, store } = ports;
  const changed = await change({ find: () => store.ofId(of), command, settled });
  if (changed.outcome === 'live-chat-taken') return 'live-chat-taken';
  if (changed.outcome === 'changed') return changed.released ? 'released' : 'go-on';
  return changed.outcome === 'lease-lost' ? 'lost' : settleAlone(ports, settled);
}

/** What became of the message means nothing for its session. */
const settleAlone = ({ outbox }: SettlePorts, settled: Settled): Awaitable<LaneState> =>
  andThen(outbox.settle(settled), (outcome) => (outcome === 'settled' ? 'go-on' : outcome));
