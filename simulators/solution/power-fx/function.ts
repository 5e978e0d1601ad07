import type { Value } from './value.ts';

/** What functions learn of the world. */
export interface FunctionWorld {
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface PowerFxFunction {
  readonly fewest: number;
  readonly most: number;
  /** Others refuse a table, of which Power Fx makes one of results. */
  readonly takesTables?: boolean;
  /** The argument that is a member of an enumeration and no text. */
  readonly enumerationAt?: number;
  /** From this argument on they stand there as they are and are not made of others. */
  readonly constantFrom?: number;
  readonly apply: (args: readonly Value[], world: FunctionWorld) => Value;
}
