import { type Fault, noFault } from './fault.ts';
import type { Schedule } from './schedule.ts';

/** What can be told of a request before it goes on. */
export interface ReceivedRequest {
  /** Counts from 0. */
  readonly number: number;
  readonly path: string;
  readonly body: string;
}

/** The fault that a request meets however often it is repeated; absent for all others. */
export type Rule = (asked: ReceivedRequest) => Fault | undefined;

/** What the coming requests of a proxy are to meet. */
export interface Orders {
  /** The next requests whose path contains or matches `path` meet this, whatever the schedule says. */
  next(fault: Fault, options?: { readonly times?: number; readonly path?: string | RegExp }): void;
  /** From now on requests meet what the rule says, whatever else was told; `undefined` ends that. Healing does not. */
  rule(rule: Rule | undefined): void;
  /** Another plan from now on; `undefined` heals, and forgets what was told for the next requests. */
  follow(schedule: Schedule | undefined): void;
  /** From now on nothing goes wrong: no plan, no order, no rule. */
  heal(): void;
  /** What this request meets. An order for the next request is used up by that. */
  take(asked: ReceivedRequest): Fault;
}

export function orders(schedule: Schedule | undefined): Orders {
  let plan = schedule;
  let always: Rule | undefined;
  let planned: { readonly fault: Fault; readonly path: string | RegExp; left: number }[] = [];
  return {
    next: (fault, { times = 1, path = '' } = {}) => void planned.push({ fault, path, left: times }),
    rule(rule) {
      always = rule;
    },
    follow(next) {
      plan = next;
      if (!next) planned = [];
    },
    heal() {
      plan = undefined;
      always = undefined;
      planned = [];
    },
    take(asked) {
      const ruled = always?.(asked);
      if (ruled) return ruled;
      const found = planned.find((each) => each.left > 0 && fits(asked.path, each.path));
      if (!found) return plan?.faultOf(asked.number) ?? noFault;
      found.left -= 1;
      return found.fault;
    },
  };
}

const fits = (path: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? path.includes(wanted) : wanted.test(path);
