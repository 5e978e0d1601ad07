import { type Fault, noFault } from './fault.ts';
import type { Schedule } from './schedule.ts';

/** What the coming requests of a proxy are to meet. */
export interface Orders {
  /** The next requests whose path contains or matches `path` meet this, whatever the schedule says. */
  next(fault: Fault, options?: { readonly times?: number; readonly path?: string | RegExp }): void;
  /** Another plan from now on; `undefined` heals, and forgets what was told for the next requests. */
  follow(schedule: Schedule | undefined): void;
  /** What this request meets. An order for the next request is used up by that. */
  take(number: number, path: string): Fault;
}

export function orders(schedule: Schedule | undefined): Orders {
  let plan = schedule;
  let told: { readonly fault: Fault; readonly path: string | RegExp; left: number }[] = [];
  return {
    next: (fault, { times = 1, path = '' } = {}) => void told.push({ fault, path, left: times }),
    follow(next) {
      plan = next;
      if (!next) told = [];
    },
    take(number, path) {
      const found = told.find((each) => each.left > 0 && fits(path, each.path));
      if (!found) return plan?.faultOf(number) ?? noFault;
      found.left -= 1;
      return found.fault;
    },
  };
}

const fits = (path: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? path.includes(wanted) : wanted.test(path);
