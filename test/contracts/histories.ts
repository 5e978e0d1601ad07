import fc from 'fast-check';
import type { Direction, Settlement } from '../../src/application/ports/outbox.ts';

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
  | { readonly do: 'erase' | 'forget'; readonly who: number }
  | { readonly do: 'pass'; readonly ms: number };

export interface CommitStep {
  readonly do: 'commit';
  readonly who: number;
  readonly event: 'none' | 'opened' | 'said' | 'ended';
  readonly out: readonly { readonly way: Direction; readonly kind: 'say' | 'notice' | 'last' }[];
  readonly abandon: readonly Direction[];
  readonly lends: boolean;
  readonly isStale: boolean;
  readonly inbound: number | undefined;
  readonly settles: { readonly lease: number; readonly which: number; readonly as: As } | undefined;
}

export const conversations = 3;
const who = fc.nat(conversations - 1);
const way = fc.constantFrom<Direction>('to-customer', 'to-live-chat');
const as = fc.constantFrom<As>('delivered', 'rejected', 'dropped', 'postponed', 'unknown');
/** Mostly one of the newest. */
const lease = fc.nat(3);
const which = fc.nat(2);
const letter = fc.nat(5);

const commit: fc.Arbitrary<CommitStep> = fc.record({
  do: fc.constant('commit'),
  who,
  event: fc.constantFrom('none', 'said', 'said', 'said', 'opened', 'ended'),
  out: fc.array(fc.record({ way, kind: fc.constantFrom('say', 'notice', 'last') }), { maxLength: 3 }),
  abandon: fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.uniqueArray(way, { minLength: 1 }) },
  ),
  lends: fc.boolean(),
  isStale: fc.constantFrom(false, false, false, false, true),
  inbound: fc.option(fc.nat(3), { nil: undefined }),
  settles: fc.option(fc.record({ lease, which, as }), { nil: undefined }),
});

const step: fc.Arbitrary<HistoryStep> = fc.oneof(
  { weight: 8, arbitrary: commit },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('open'), who, lends: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('lease'), who, way, begins: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('begin'), lease, which }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('settle'), lease, which, as }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('release'), lease }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('replay', 'drop'), letter }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('erase', 'forget'), who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass'), ms: fc.constantFrom(100, 600, 1200) }) },
);

export const histories = fc.array(step, { minLength: 8, maxLength: 45, size: 'max' });
