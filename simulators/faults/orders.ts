import { type Fault, noFault } from './fault.ts';
import type { Schedule } from './schedule.ts';

/** What can be told of a request before it goes on. */
export interface ReceivedRequest {
  /** Counts from 0. */
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** Which requests: those whose path contains or matches it, or those that it says yes to. */
export type Which = string | RegExp | ((asked: Asked) => boolean);

/** What can be told of a request by itself. */
export type Asked = Omit<ReceivedRequest, 'number'>;

/** The fault that a request meets however often it is repeated; absent for all others. */
export type Rule = (asked: ReceivedRequest) => Fault | undefined;

/** What the coming requests of a proxy are to meet. */
export interface Orders {
  /** The next requests of `which` meet this, whatever the schedule says; without it any of them. */
  next(fault: Fault, options?: { readonly times?: number; readonly which?: Which }): void;
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
  let planned: { readonly fault: Fault; readonly which: Which; left: number }[] = [];
  return {
    next: (fault, { times = 1, which = '' } = {}) => void planned.push({ fault, which, left: times }),
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
      const found = planned.find((each) => each.left > 0 && isOf(each.which, asked));
      if (!found) return plan?.faultOf(asked.number) ?? noFault;
      found.left -= 1;
      return found.fault;
    },
  };
}

/** Whether a request is one of those. */
export function isOf(which: Which, asked: Asked): boolean {
  if (typeof which === 'function') return which(asked);
  return typeof which === 'string' ? asked.path.includes(which) : which.test(asked.path);
}
