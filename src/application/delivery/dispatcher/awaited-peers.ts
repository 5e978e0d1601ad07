import type { DrivenPorts } from '../../driven-ports.ts';
import { toError } from '../../ports/log.ts';
import { type Lane, laneKey } from '../../ports/outbox.ts';
import { type Peer, peerKey } from '../../ports/peer.ts';

/** Why a lane waits that its peer failed. */
export interface Awaited {
  readonly peer: Peer;
  /** Of the failed attempt, as it was stored. */
  readonly cause: string;
}

interface WaitingLane {
  readonly lane: Lane;
  readonly cause: string;
}

/**
 * Lanes that wait for their next attempt because their peer failed. A peer that takes a message of one lane is back for all of
 * them, so they need not wait for the end of their own pause.
 */
export function awaitedPeers(
  { outbox, log }: Pick<DrivenPorts, 'outbox' | 'log'>,
  wake: (lane: Lane) => void,
) {
  const waiting = new Map<string, Map<string, WaitingLane>>();

  async function makeDue({ lane, cause }: WaitingLane): Promise<void> {
    try {
      if ((await outbox.makeDue(lane, cause)) === 'due') wake(lane);
    } catch (error) {
      // The lane is due at its time all the same.
      log.error({ session: lane.sessionId, err: toError(error) }, 'outbox-unreadable');
    }
  }

  return {
    add(lane: Lane, { peer, cause }: Awaited): void {
      const lanes = waiting.get(peerKey(peer)) ?? new Map<string, WaitingLane>();
      waiting.set(peerKey(peer), lanes.set(laneKey(lane), { lane, cause }));
    },
    remove(lane: Lane): void {
      for (const lanes of waiting.values()) lanes.delete(laneKey(lane));
    },
    /** A message has reached the peer. */
    reached(peer: Peer): void {
      const lanes = waiting.get(peerKey(peer));
      if (lanes === undefined || lanes.size === 0) return;
      waiting.delete(peerKey(peer));
      for (const each of lanes.values()) void makeDue(each);
    },
    clear: (): void => waiting.clear(),
  };
}
