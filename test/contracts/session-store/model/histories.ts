import fc from 'fast-check';
import type { Direction, Settlement } from '../../../../src/application/ports/outbox.ts';

type As = Settlement['as'];

/** One step of a history. Numbers choose among what there is: conversations, leases, waiting messages, dead letters. */
export type HistoryStep =
  | { readonly do: 'open'; readonly who: number; readonly lends: boolean }
  | CommitStep
  | { readonly do: 'lease'; readonly who: number; readonly way: Direction; readonly begins: boolean }
  | { readonly do: 'begin'; readonly lease: number; readonly which: number }
  | { readonly do: 'settle'; readonly lease: number; readonly which: number; readonly as: As }
  | { readonly do: 'release'; readonly lease: number }
  | { readonly do: 'replay' | 'drop'; readonly letter: number }
  | { readonly do: 'erase'; readonly who: number }
  | { readonly do: 'erase-ended' | 'forget-ended' }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'reopen'; readonly end: 'close' | 'kill' };

export interface CommitStep {
  readonly do: 'commit';
  readonly who: number;
  readonly event: 'none' | 'opened' | 'said' | 'warned' | 'closed' | 'ended';
  readonly out: readonly { readonly way: Direction; readonly kind: 'say' | 'notice' | 'last' }[];
  readonly abandon: readonly Direction[];
  readonly lends: boolean;
  readonly isStale: boolean;
  readonly inbound: number | undefined;
  readonly settles: { readonly lease: number; readonly which: number; readonly as: As } | undefined;
}

/** Few, so that what is rare happens: the same live chat again, a lane that somebody has, a session that is forgotten. */
export const conversations = 2;
export const inboundIds = 4;
/** In milliseconds. Whatever is not due yet is due so much later at least: a store may itself wait a moment for less. */
export const tickMs = 300;
export const leaseMs = 4 * tickMs;
export const postponedMs = 2 * tickMs;
/** Files are folded meanwhile, where there are any. */
const foldMs = 60_000;

const who = fc.nat(conversations - 1);
const way = fc.constantFrom<Direction>('to-customer', 'to-live-chat');
const as = fc.constantFrom<As>('delivered', 'rejected', 'dropped', 'not-delivered', 'unknown');
/** Mostly one of the newest. */
const lease = fc.nat(3);
const which = fc.constantFrom(0, 0, 0, 1, 2);
const letter = fc.nat(5);
const ms = fc.constantFrom(tickMs, 2 * tickMs, 2 * tickMs, 3 * tickMs, 3 * tickMs, foldMs);

/** A commit that is refused leads nowhere: what may have it refused is seldom, once in `times`. */
const seldom = <Usual, Other>(
  times: number,
  other: fc.Arbitrary<Other>,
  usual: Usual,
): fc.Arbitrary<Usual | Other> =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

const commit: fc.Arbitrary<CommitStep> = fc.record({
  do: fc.constant('commit'),
  who,
  event: fc.constantFrom('none', 'none', 'said', 'said', 'warned', 'opened', 'opened', 'closed', 'ended'),
  out: fc.array(fc.record({ way, kind: fc.constantFrom('say', 'notice', 'last') }), { maxLength: 3 }),
  abandon: seldom(6, fc.uniqueArray(way, { minLength: 1 }), []),
  lends: fc.boolean(),
  isStale: seldom(6, fc.constant(true), false),
  inbound: seldom(6, fc.nat(inboundIds - 1), undefined),
  settles: seldom(3, fc.record({ lease, which, as }), undefined),
});

const step: fc.Arbitrary<HistoryStep> = fc.oneof(
  { weight: 10, arbitrary: commit },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('open'), who, lends: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('lease'), who, way, begins: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('begin'), lease, which }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('settle'), lease, which, as }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('release'), lease }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('replay', 'drop'), letter }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('erase'), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('erase-ended', 'forget-ended') }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('pass'), ms }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen'), end: fc.constantFrom('close', 'kill') }) },
);

export const histories = fc.array(step, { minLength: 30, maxLength: 90, size: 'max' });
