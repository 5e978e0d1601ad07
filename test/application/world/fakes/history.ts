import type { Direction } from '../../../../src/application/ports/outbox.ts';
import type { HandoffSession } from '../../../../src/domain/handoff-session.ts';

/** One attempt of ours to tell a party something. */
export interface Call {
  readonly direction: Direction;
  /** The live chat (for a start our session) or the customer's address. */
  readonly to: string;
  readonly what: string;
}

/** What happened between us and the parties, in the order in which it happened. */
export type Happening = { readonly at: number } & (
  | ({ readonly type: 'begun' | 'heard' } & Call)
  | ({ readonly type: 'answered'; readonly outcome: string } & Call)
  /** A session began, or somebody was answered that it has ended. */
  | { readonly type: 'requested' | 'ended'; readonly session: HandoffSession }
);

export type History = Happening[];

/** The attempts that began in one direction, in their order. */
export const begunIn = (
  history: readonly Happening[],
  direction: Direction,
): readonly (Call & { readonly at: number })[] =>
  history.flatMap((each) => (each.type === 'begun' && each.direction === direction ? [each] : []));
