import fc from 'fast-check';
import type { Behaviour } from '../world/fakes/behaviour.ts';

/** What people do, and what befalls us, one after the other; nobody waits for the answer to the step before. */
export type Step =
  | { readonly do: 'asks' | 'says' | 'says-again' | 'ends' | 'loses-way-back'; readonly who: number }
  | {
      readonly do: 'agent-says' | 'agent-says-again' | 'agent-joins' | 'agent-leaves' | 'agent-hangs-up';
      /** Which of the live chats that the desk knows by then, ended or not. */
      readonly chat: number;
    }
  | { readonly do: 'passes'; readonly ms: number }
  | { readonly do: 'sweeps' | 'is-killed' };

const who = fc.nat({ max: 1 });
const chat = fc.nat({ max: 3 });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('asks' as const), who }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('says', 'says', 'says', 'says-again'), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('ends', 'loses-way-back'), who }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('agent-says', 'agent-says', 'agent-says', 'agent-says-again'),
      chat,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('agent-joins', 'agent-joins', 'agent-leaves', 'agent-hangs-up'),
      chat,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('passes' as const),
      ms: fc.oneof(fc.nat({ max: 50 }), fc.nat({ max: 500 }), fc.nat({ max: 30_000 })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('sweeps', 'is-killed') }) },
);

const afterMs = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.nat({ max: 200 }) },
  { weight: 1, arbitrary: fc.nat({ max: 12_000 }) },
);

const mishap: fc.Arbitrary<Behaviour> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ as: fc.constant('works' as const), afterMs }) },
  { weight: 1, arbitrary: fc.record({ as: fc.constant('is-mute' as const), hears: fc.boolean(), afterMs }) },
  {
    weight: 1,
    arbitrary: fc.record({
      as: fc.constant('postpones' as const),
      retryAfterMs: fc.nat({ max: 20_000 }),
      afterMs,
    }),
  },
);

/** Any mishap, or a refusal with one of these causes. */
const orRefusal = (...causes: readonly string[]): fc.Arbitrary<Behaviour> =>
  fc.oneof(
    { weight: 6, arbitrary: mishap },
    {
      weight: 1,
      arbitrary: fc.record({
        as: fc.constant('rejects' as const),
        cause: fc.constantFrom(...causes),
        afterMs,
      }),
    },
  );

const moods = fc.record({
  start: fc.array(orRefusal('closed'), { maxLength: 4 }),
  sayToAgent: fc.array(orRefusal('invalid', 'unknown-live-chat'), { maxLength: 6 }),
  end: fc.array(mishap, { maxLength: 3 }),
  sayToCustomer: fc.array(orRefusal('blocked'), { maxLength: 8 }),
  giveBack: fc.array(orRefusal('refused'), { maxLength: 3 }),
});

/** A piece of history that may come about. */
export interface Scenario {
  readonly steps: readonly Step[];
  readonly moods: {
    readonly [Party in 'start' | 'sayToAgent' | 'end' | 'sayToCustomer' | 'giveBack']: readonly Behaviour[];
  };
  /** How long the store takes for its calls, in milliseconds, over and over again. */
  readonly storeMs: readonly number[];
}

export const anyPlot: fc.Arbitrary<Scenario> = fc.record({
  steps: fc
    .tuple(fc.array(step, { minLength: 1, maxLength: 40 }), fc.nat({ max: 1000 }))
    .map(([steps, ms]): readonly Step[] => [
      { do: 'asks', who: 0 },
      { do: 'asks', who: 1 },
      { do: 'passes', ms },
      ...steps,
    ]),
  moods,
  storeMs: fc.array(fc.nat({ max: 15 }), { minLength: 1, maxLength: 11 }),
});
