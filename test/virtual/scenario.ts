import fc from 'fast-check';
import type { Fault } from '../../simulators/faults/fault.ts';
import { intermediaryStatuses } from '../../simulators/faults/schedule.ts';
import type { FaultPlan } from './world/network.ts';

/** How long somebody waits before the next thing they do, in milliseconds. */
interface Paced {
  readonly afterMs: number;
}

export type CustomerAct = Paced & { readonly do: 'says' | 'asks' | 'leaves' };

export type AgentAct = Paced & {
  readonly do: 'says' | 'says-two' | 'joins' | 'leaves' | 'transfers' | 'types' | 'hangs-up';
  /** Which of the live chats that the desk knows by then, ended or not. */
  readonly chat: number;
};

export type Disturbance = Paced &
  ({ readonly do: 'is-killed'; readonly downMs: number } | { readonly do: 'passes'; readonly ms: number });

export interface NeverTaken {
  readonly way: 'toTeams' | 'toLiveChat';
  /** Which of all words that anybody says, counted from 0. */
  readonly word: number;
  readonly fault: Fault;
}

/** What live chats do and others do not. */
export interface VendorWays {
  /** How long after its end a chat's id is given again, in milliseconds; absent: never. */
  readonly idsAgainAfterMs?: number | undefined;
  readonly numbersCallbacks: boolean;
  /** What the first chats do before their start is answered; the others are answered at once. */
  readonly early: readonly Early[];
}

export interface Early {
  readonly do: 'nothing' | 'says' | 'hangs-up';
  readonly answerAfterMs: number;
}

/** What people do and what befalls us. Whose turn it is decides the scheduler. */
export interface Scenario {
  readonly customers: readonly (readonly CustomerAct[])[];
  readonly agents: readonly AgentAct[];
  readonly fate: readonly Disturbance[];
  readonly weather: FaultPlan;
  /** The words that a party never takes, however often they are sent; absent: none. */
  readonly neverTaken?: NeverTaken | undefined;
  readonly vendor: VendorWays;
  readonly expectReplies: boolean;
  readonly dialect: 'reference' | 'contoso-sample';
}

const afterMs = fc.oneof(
  { weight: 4, arbitrary: fc.nat({ max: 20 }) },
  { weight: 3, arbitrary: fc.nat({ max: 400 }) },
  { weight: 1, arbitrary: fc.nat({ max: 5000 }) },
);

const customerAct: fc.Arbitrary<CustomerAct> = fc.record({
  do: fc.constantFrom('says', 'says', 'says', 'says', 'says', 'asks', 'leaves'),
  afterMs,
});

const agentAct: fc.Arbitrary<AgentAct> = fc.record({
  do: fc.constantFrom(
    'says',
    'says',
    'says',
    'says',
    'says-two',
    'joins',
    'leaves',
    'transfers',
    'types',
    'hangs-up',
  ),
  chat: fc.nat({ max: 3 }),
  afterMs,
});

const fateAct: fc.Arbitrary<Disturbance> = fc.oneof(
  fc.record({ do: fc.constant('is-killed' as const), downMs: fc.nat({ max: 1500 }), afterMs }),
  fc.record({ do: fc.constant('passes' as const), ms: fc.nat({ max: 12_000 }), afterMs }),
);

const cutAnswer: fc.Arbitrary<Fault> = fc.record({
  kind: fc.constant('cut-answer' as const),
  bytes: fc.nat({ max: 5 }),
});
const page: fc.Arbitrary<Fault> = fc.record({
  kind: fc.constant('intermediary' as const),
  status: fc.constantFrom(...intermediaryStatuses),
});
const stubborn: fc.Arbitrary<Fault> = fc.constantFrom<Fault>(
  { kind: 'black-hole' },
  { kind: 'reset-before' },
  { kind: 'status', status: 503 },
  { kind: 'intermediary', status: 403 },
);

const none: fc.Arbitrary<Fault> = fc.constant({ kind: 'none' });
const rough: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ kind: fc.constant('latency' as const), ms: fc.nat({ max: 3000 }) }),
  fc.record({ kind: fc.constant('status' as const), status: fc.constantFrom(500, 502, 503, 504) }),
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constant(429),
    retryAfterSeconds: fc.integer({ min: 1, max: 5 }),
  }),
  fc.constant<Fault>({ kind: 'reset-before' }),
  fc.constant<Fault>({ kind: 'reset-after' }),
  fc.constant<Fault>({ kind: 'black-hole' }),
);
const twice: fc.Arbitrary<Fault> = fc.record({
  kind: fc.constant('duplicate' as const),
  copies: fc.integer({ min: 2, max: 3 }),
});

const faults = (...harm: readonly fc.Arbitrary<Fault>[]) =>
  fc.array(fc.oneof({ weight: 5, arbitrary: none }, ...harm.map((arbitrary) => ({ weight: 1, arbitrary }))), {
    maxLength: 9,
  });

/** Nothing repeats what the bridge posts to Teams: there, a repeat by the network is a second message. */
const weather: fc.Arbitrary<FaultPlan> = fc.record({
  toBridge: faults(rough, twice, cutAnswer),
  toTeams: faults(rough, cutAnswer, page),
  toLiveChat: faults(rough, twice, cutAnswer, page),
});

const neverTaken: fc.Arbitrary<NeverTaken> = fc.record({
  way: fc.constantFrom('toTeams', 'toLiveChat'),
  word: fc.nat({ max: 5 }),
  fault: stubborn,
});

const vendor: fc.Arbitrary<VendorWays> = fc.record({
  idsAgainAfterMs: fc.constantFrom(undefined, 0, 2000),
  numbersCallbacks: fc.boolean(),
  early: fc.array(
    fc.record({
      do: fc.constantFrom('nothing', 'says', 'hangs-up'),
      answerAfterMs: fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 12_000 })),
    }),
    { maxLength: 2 },
  ),
});

export const anyPlot: fc.Arbitrary<Scenario> = fc.record({
  customers: fc.array(fc.array(customerAct, { maxLength: 6 }), { minLength: 1, maxLength: 2 }),
  agents: fc.array(agentAct, { maxLength: 8 }),
  fate: fc.array(fateAct, { maxLength: 2 }),
  weather,
  neverTaken: fc.option(neverTaken, { nil: undefined, freq: 3 }),
  vendor,
  expectReplies: fc.boolean(),
  dialect: fc.constantFrom('reference', 'contoso-sample'),
});
