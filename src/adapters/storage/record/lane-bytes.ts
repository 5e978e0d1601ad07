import { totalWeight } from '../../../application/ports/message-weight.ts';
import type { StoredMessage } from './session-record.ts';

/** Each state of a lane, and of the dead of a session, is weighed once. */
const sums = new WeakMap<readonly StoredMessage[], number>();

export function bytesOf(items: readonly StoredMessage[]): number {
  if (items.length === 0) return 0;
  const cached = sums.get(items);
  if (cached !== undefined) return cached;
  const sum = totalWeight(items);
  sums.set(items, sum);
  return sum;
}
