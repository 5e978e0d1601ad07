import { totalWeight } from '../../../application/ports/message-weight.ts';
import type { WaitingItem } from './session-record.ts';

/** Each state of a lane, and of the dead of a session, is weighed once. */
const sums = new WeakMap<readonly WaitingItem[], number>();

/** What these messages weigh together, in bytes. */
export function bytesOf(items: readonly WaitingItem[]): number {
  if (items.length === 0) return 0;
  const known = sums.get(items);
  if (known !== undefined) return known;
  const sum = totalWeight(items);
  sums.set(items, sum);
  return sum;
}
