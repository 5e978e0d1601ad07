import type { Direction, Event } from '../../simulators/history/event.ts';

export interface DeadLetterLeft {
  readonly direction: Direction;
  readonly cause: string;
  readonly diedAt: number;
  readonly kind: string;
  /** Absent where there are no words. */
  readonly text: string | undefined;
}

/** What a store holds in the end, for the record. */
export const leftOver = (dead: readonly DeadLetterLeft[], waiting: number, at: number): readonly Event[] => [
  ...dead.map(
    ({ direction, cause, diedAt, kind, text }): Event => ({
      type: 'dead-lettered',
      party: 'bridge',
      at: diedAt,
      direction,
      cause,
      text: text ?? `(${kind})`,
    }),
  ),
  { type: 'rest', party: 'bridge', at, waiting },
];
