import type { Exchange } from '../../../faults/exchange.ts';
import type { Fault } from '../../../faults/fault.ts';
import type { Watch } from '../../../faults/fault-proxy.ts';
import { isOf, type Which } from '../../../faults/orders.ts';
import type { StoryTime } from '../../time/story-time.ts';

/** What is wrong with a party for a while. */
export type Trouble =
  /** Answers everything with this status. */
  | {
      readonly kind: 'answers';
      readonly status: number;
      readonly retryAfterSeconds?: number;
      readonly code?: string;
    }
  /** Is out of reach behind something that answers everything with a page of its own, under this status. */
  | { readonly kind: 'is hidden'; readonly status: number }
  /** Takes requests and gives no answer; the caller's patience ends. */
  | { readonly kind: 'is silent' }
  /** Takes so long with every request, in milliseconds. */
  | { readonly kind: 'is slow'; readonly ms: number };

/** When the bridge is to be killed: as a request comes to the party, or when the party has done what it asks. */
export type Moment = 'request' | 'answer';

/** What the requests on one way meet. */
export interface Troubles {
  readonly watch: Watch;
  /** From now on; undefined ends it, and lets go on what it holds. */
  have(trouble: Trouble | undefined): void;
  /** At the next request that fits, or at its answer, once. */
  doAt(moment: Moment, which: Which, task: () => Promise<void>): void;
}

/** How long the bridge waits for a party, in milliseconds. A held request ends after that as its time-out would. */
export const patienceMs = 10_000;

/** Waits so many milliseconds, unless what is held is let go before. */
type Hold = (ms: number) => Promise<'over' | 'let go'>;

export function troubles(time: () => StoryTime): Troubles {
  let current: Trouble | undefined;
  let letGo = new AbortController();
  let told: { readonly moment: Moment; readonly which: Which; readonly task: () => Promise<void> }[] = [];
  const take = async (moment: Moment, exchange: Exchange): Promise<boolean> => {
    const found = told.find((each) => each.moment === moment && isOf(each.which, exchange));
    if (!found) return false;
    told = told.filter((each) => each !== found);
    await found.task();
    return true;
  };
  const hold: Hold = (ms) =>
    time()
      .sleep(ms, letGo.signal)
      .then(
        () => 'over',
        () => 'let go',
      );
  return {
    watch: {
      arrived: async (exchange) =>
        (await take('request', exchange)) ? { kind: 'reset-before' } : faultOf(current, hold),
      async answered(exchange) {
        await take('answer', exchange);
      },
    },
    have(trouble) {
      current = trouble;
      if (trouble !== undefined) return;
      letGo.abort();
      letGo = new AbortController();
    },
    doAt: (moment, which, task) => void told.push({ moment, which, task }),
  };
}

async function faultOf(trouble: Trouble | undefined, hold: Hold): Promise<Fault | undefined> {
  switch (trouble?.kind) {
    case 'answers':
      return { ...trouble, kind: 'status' };
    case 'is hidden':
      return { kind: 'intermediary', status: trouble.status };
    case 'is silent':
      return (await hold(patienceMs)) === 'over' ? { kind: 'reset-before' } : undefined;
    case 'is slow':
      if (trouble.ms < patienceMs) {
        await hold(trouble.ms);
        return undefined;
      }
      return (await hold(patienceMs)) === 'over' ? { kind: 'reset-after' } : undefined;
    case undefined:
      return undefined;
  }
}
