import type { Clock } from '../../ports/clock.ts';
import type { Lane } from '../../ports/outbox.ts';
import type { Peer, Reachability } from '../../ports/peer.ts';

/** How often parked lanes are looked after, in milliseconds. */
const everyMs = 250;
/** While a peer is left alone, each of its lanes is woken within so many milliseconds all the same: what waits may expire. */
const allWithinMs = 60_000;

/**
 * Lanes whose peer is left alone at present. Thousands of them would look again and again to send nothing: a few at a time do,
 * so that one is there when a trial is due, and all of them when the peer is back.
 */
export function parkedLanes(
  { clock, reachability }: { readonly clock: Clock; readonly reachability: Reachability },
  wake: (lane: Lane) => void,
) {
  const parked = new Map<string, { readonly lane: Lane; readonly peer: Peer }>();
  let cancel: (() => void) | undefined;

  function look(): void {
    const left = { open: Math.ceil((parked.size * everyMs) / allWithinMs), 'half-open': 0, closed: Infinity };
    for (const [key, { lane, peer }] of parked) {
      if (left[reachability.stateOf(peer)]-- <= 0) continue;
      parked.delete(key);
      wake(lane);
    }
    cancel = parked.size > 0 ? clock.after(everyMs, look) : undefined;
  }

  return {
    get size(): number {
      return parked.size;
    },
    has: (key: string): boolean => parked.has(key),
    /** Keeps a lane until its peer is called again, or it is the lane's turn to look. */
    park(key: string, lane: Lane, peer: Peer): void {
      parked.set(key, { lane, peer });
      cancel ??= clock.after(everyMs, look);
    },
    remove: (key: string): void => void parked.delete(key),
    clear(): void {
      parked.clear();
      cancel?.();
      cancel = undefined;
    },
  };
}
