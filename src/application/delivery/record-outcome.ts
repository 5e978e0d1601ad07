import type { Command } from '../../domain/commands.ts';
import type { ChangeSession } from '../changes/change-session.ts';
import type { DrivenPorts } from '../driven-ports.ts';
import { type Awaitable, andThen } from '../ports/awaitable.ts';
import type { Settled, Settlement } from '../ports/outbox.ts';
import type { Peer } from '../ports/peer.ts';
import type { Attempted } from './after-attempt.ts';
import type { Awaited } from './dispatcher/awaited-peers.ts';
import type { FailedAttempts } from './failed-attempts.ts';
import { receiptOf } from './receipt-of.ts';

export interface SettlePorts
  extends Pick<DrivenPorts, 'store' | 'outbox' | 'clock' | 'ids' | 'settings' | 'liveChat'> {
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
interface KnownOutcome<Meaning = Command | undefined> {
  readonly settlement: Settlement;
  readonly command?: Meaning;
}

/** Records an outcome together with what it means for the session, in one commit. */
export function settle(ports: SettlePorts, attempted: Attempted, known: KnownOutcome): Awaitable<LaneState> {
  const recorded = record(ports, attempted, known);
  const receipt = receiptOf(ports, attempted, known.settlement);
  return receipt === undefined
    ? recorded
    : andThen(recorded, (state) => {
        if (state !== 'lost') receipt();
        return state;
      });
}

function record(
  ports: SettlePorts,
  attempted: Attempted,
  { settlement, command }: KnownOutcome,
): Awaitable<LaneState> {
  if (command === undefined) return settleAlone(ports, concluded(ports, attempted, settlement));
  return tryToSettle(ports, attempted, { settlement, command }).then((state) => {
    if (state === 'live-chat-taken') throw new Error('only a confirmation can find its live chat taken');
    return state;
  });
}

/** The same for a confirmation, whose live chat another session may hold: then nothing is recorded. */
export async function tryToSettle(
  ports: SettlePorts,
  attempted: Attempted,
  { settlement, command }: Required<KnownOutcome<Command>>,
): Promise<LaneState | 'live-chat-taken'> {
  const { change, store } = ports;
  const { id } = attempted.session;
  const settled = concluded(ports, attempted, settlement);
  const changed = await change({ find: () => store.ofId(id), command, settled });
  if (changed.outcome === 'live-chat-taken') return 'live-chat-taken';
  if (changed.outcome === 'changed') return changed.released ? 'released' : 'go-on';
  return changed.outcome === 'lease-lost' ? 'lost' : settleAlone(ports, settled);
}

/** What became of the message means nothing for its session. */
const settleAlone = ({ outbox }: SettlePorts, settled: Settled): Awaitable<LaneState> =>
  andThen(outbox.settle(settled), (outcome) => (outcome === 'settled' ? 'go-on' : outcome));

/** A message that is not tried again fails no more. */
function concluded({ failed }: SettlePorts, { lease, message }: Attempted, settlement: Settlement): Settled {
  if (!('until' in settlement)) failed.forget(message.id);
  return { lease, id: message.id, settlement };
}
