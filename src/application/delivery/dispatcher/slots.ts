import { type Direction, eachDirection, type Lane } from '../../ports/outbox.ts';

/** Starts have slots of their own, since a turn waits for each: lanes that take long must not keep them waiting. */
export type SlotKind = Direction | 'start';

const slotKinds: readonly SlotKind[] = ['start', 'to-live-chat', 'to-customer'];

/**
 * The slots in which lanes are delivered, and the lanes that wait for one. Each kind has its own, so that a peer that
 * does not answer cannot take those of the other direction.
 */
export interface Slots {
  isFree(kind: SlotKind): boolean;
  /** Takes a slot, a free one or one too many. The function that it returns gives it back and may be called again. */
  take(kind: SlotKind): () => void;
  /** A lane that waits for a slot of one kind does not wait for one of another. */
  enqueue(kind: SlotKind, key: string, lane: Lane): void;
  dequeue(key: string): void;
  clearQueues(): void;
}

export interface SlotsOptions {
  /** How many lanes of one kind are delivered at once. */
  readonly perKind: number;
  /** Receives the lane that has waited longest, out of its queue, when a slot of its kind is free. */
  readonly onFree: (kind: SlotKind, lane: Lane) => void;
}

export function slots({ perKind, onFree }: SlotsOptions): Slots {
  const used: Record<SlotKind, number> = { start: 0, 'to-live-chat': 0, 'to-customer': 0 };
  const queues: Readonly<Record<SlotKind, Map<string, Lane>>> = {
    start: new Map(),
    ...eachDirection(() => new Map()),
  };
  const isFree = (kind: SlotKind): boolean => used[kind] < perKind;
  const dequeue = (key: string): void => {
    for (const kind of slotKinds) queues[kind].delete(key);
  };

  function giveBack(kind: SlotKind): void {
    used[kind]--;
    for (const each of slotKinds) {
      const queue = queues[each];
      if (queue.size === 0 || !isFree(each)) continue;
      const next = queue.entries().next();
      if (next.done) continue;
      const [key, lane] = next.value;
      queues[each].delete(key);
      onFree(each, lane);
    }
  }

  return {
    isFree,
    take(kind) {
      used[kind]++;
      let isTaken = true;
      return () => {
        if (!isTaken) return;
        isTaken = false;
        giveBack(kind);
      };
    },
    enqueue(kind, key, lane) {
      dequeue(key);
      queues[kind].set(key, lane);
    },
    dequeue,
    clearQueues() {
      for (const kind of slotKinds) queues[kind].clear();
    },
  };
}
