import { type Fault, type FaultKind, faultText, noFault } from './fault.ts';
import { randomAt } from './random.ts';

type Harm = Exclude<FaultKind, 'none'>;

const kinds = [
  'latency',
  'status',
  'reset-before',
  'reset-after',
  'reorder',
  'black-hole',
  'trickle',
  'duplicate',
  'cut-answer',
  'intermediary',
] as const satisfies readonly Harm[];

/** Of a thousand requests, how many meet each kind of fault; the others meet none. */
export type Rates = Partial<Readonly<Record<Harm, number>>>;

export interface Schedule {
  readonly seed: string;
  /** What the request of this number meets. The same for the same seed, whatever came before. */
  faultOf(number: number): Fault;
  /** The seed and the faults among the first requests, so that a run can be told and played again. */
  print(requests: number): string;
}

/** A plan of faults that is decided by its seed alone. */
export function faultSchedule(seed: string, rates: Rates): Schedule {
  const faultOf = (number: number): Fault => {
    const random = randomAt(seed, number);
    let left = random() * 1000;
    for (const kind of kinds) {
      const rate = rates[kind] ?? 0;
      if (left < rate) return detailed(kind, random);
      left -= rate;
    }
    return noFault;
  };
  return {
    seed,
    faultOf,
    print(requests) {
      const lines = Array.from({ length: requests }, (_, number) => ({ number, fault: faultOf(number) }))
        .filter(({ fault }) => fault.kind !== 'none')
        .map(({ number, fault }) => `  request ${number}: ${faultText(fault)}`);
      return [`seed ${seed}, faults among the first ${requests} requests:`, ...lines, ''].join('\n');
    },
  };
}

/** What login pages, firewalls and ingresses answer. */
export const intermediaryStatuses = [200, 204, 302, 403, 404, 405, 502] as const;
const passing = [429, 500, 502, 503, 504] as const;

function detailed(kind: Harm, random: () => number): Fault {
  switch (kind) {
    case 'latency':
      return { kind, ms: Math.round(random() ** 2 * 2000) };
    case 'status': {
      const status = oneOf(passing, random);
      return status === 429 ? { kind, status, retryAfterSeconds: 1 } : { kind, status };
    }
    case 'trickle':
      return { kind, msPerByte: 1000 };
    case 'duplicate':
      return { kind, copies: 2 + Math.floor(random() * 3) };
    case 'reorder':
      return { kind, atMostMs: 300 + Math.round(random() * 700) };
    case 'cut-answer':
      return { kind, bytes: Math.floor(random() * 8) };
    case 'intermediary':
      return { kind, status: oneOf(intermediaryStatuses, random) };
    case 'reset-before':
    case 'reset-after':
    case 'black-hole':
      return { kind };
  }
}

const oneOf = <Value>(values: readonly [Value, ...Value[]], random: () => number): Value =>
  values[Math.floor(random() * values.length)] ?? values[0];
