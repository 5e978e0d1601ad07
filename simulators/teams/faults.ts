import type { Activity } from './activity.ts';

export interface Failure {
  readonly status: number;
  /** Default: a Bot Connector error that fits the status. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default 1. */
  readonly times?: number;
  /** Narrows the failure to some activities, e.g. to those of the bridge; others pass. */
  readonly when?: (activity: Activity, conversationId: string) => boolean;
}

export interface ResetOptions {
  /** The activity is shown to the customer first, so that its sender cannot know. Default false. */
  readonly afterAccepting?: boolean;
  readonly when?: Failure['when'];
}

export type Fault =
  | { readonly kind: 'none' }
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'reset'; readonly afterAccepting: boolean };

interface Planned {
  readonly fault: Fault;
  readonly applies: NonNullable<Failure['when']>;
  left: number;
}

/** Failures planned for the next activities, used up in the order in which they were planned. */
export interface Faults {
  failNext(failure: Failure): void;
  resetNext(times: number, options?: ResetOptions): void;
  /** Every answer comes this much later; 0 ends it. */
  delay(ms: number): void;
  readonly delayMs: number;
  next(activity: Activity, conversationId: string): Fault;
  /** Forgets what was planned and not used. */
  clear(): void;
}

export function createFaults(): Faults {
  let planned: readonly Planned[] = [];
  let delayMs = 0;
  const plan = (fault: Fault, times: number, applies: Failure['when'] = () => true) => {
    planned = [...planned, { fault, applies, left: times }];
  };
  return {
    failNext: (failure) => plan({ kind: 'failure', failure }, failure.times ?? 1, failure.when),
    resetNext: (times, { afterAccepting = false, when } = {}) =>
      plan({ kind: 'reset', afterAccepting }, times, when),
    delay: (ms) => {
      delayMs = ms;
    },
    get delayMs() {
      return delayMs;
    },
    next: (activity, conversationId) => {
      const found = planned.find(({ left, applies }) => left > 0 && applies(activity, conversationId));
      if (!found) return { kind: 'none' };
      found.left -= 1;
      return found.fault;
    },
    clear: () => {
      planned = [];
      delayMs = 0;
    },
  };
}
