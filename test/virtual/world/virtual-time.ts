import { AsyncResource } from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';
import timersPromises from 'node:timers/promises';

/** The time of everything in this process: the bridge's, the simulators' and the libraries'. Passes only when told. */
export interface VirtualTime {
  now(): number;
  /** Lets `ms` milliseconds pass: what falls due runs in its order, and what follows from it comes to rest. */
  pass(ms: number): Promise<void>;
  /** Lets everything come to rest that needs no time. */
  settle(): Promise<void>;
  /** How long until the next timer, in milliseconds; absent when there is none. */
  untilNext(): number | undefined;
  after(delayMs: number, task: () => void): () => void;
  /** Forgets all timers and begins anew, for the next run. */
  restart(): void;
  /** Gives the real time back. */
  uninstall(): void;
}

interface Timer {
  readonly at: number;
  readonly number: number;
  readonly task: () => void;
}

/** When every run begins. */
const beginning = Date.UTC(2026, 2, 2, 9, 0, 0);

/** `isBusy` tells of work outside of this event loop, such as files, that has to be waited for before all is at rest. */
export function installVirtualTime(isBusy: () => boolean = () => false): VirtualTime {
  const timers = timerQueue();
  let now = beginning;
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const settle = async () => {
    // All promises that need nothing else are done before the event loop turns.
    do await turn();
    while (isBusy());
  };
  const after = (delayMs: number, task: () => void) => timers.add(now + Math.max(0, delayMs), task);
  const uninstall = replaceGlobals({ now: () => now, after });
  return {
    now: () => now,
    settle,
    after,
    untilNext() {
      const next = timers.first();
      return next && Math.max(0, next.at - now);
    },
    async pass(ms) {
      const end = now + ms;
      await settle();
      for (let next = timers.first(); next && next.at <= end; next = timers.first()) {
        timers.remove(next);
        now = Math.max(now, next.at);
        next.task();
        await settle();
      }
      now = end;
    },
    restart() {
      timers.clear();
      now = beginning;
    },
    uninstall,
  };
}

function timerQueue() {
  const timers = new Set<Timer>();
  let count = 0;
  return {
    add(at: number, task: () => void): () => void {
      // Whoever sets a timer is the one who runs when it falls due.
      const timer = { at, number: ++count, task: AsyncResource.bind(task) };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    first(): Timer | undefined {
      let first: Timer | undefined;
      for (const timer of timers) if (!first || timer.at < first.at) first = timer;
      return first;
    },
    remove: (timer: Timer) => void timers.delete(timer),
    clear: () => timers.clear(),
  };
}

interface Source {
  now(): number;
  after(delayMs: number, task: () => void): () => void;
}

/** Everything through which code in this process learns of time. Returns what puts the real things back. */
function replaceGlobals({ now, after }: Source): () => void {
  const real = { Date, setTimeout, clearTimeout, timeout: AbortSignal.timeout };
  const sleep = timersPromises.setTimeout;
  const cancels = new Map<number, () => void>();
  let count = 0;
  class VirtualDate extends real.Date {
    constructor(...given: readonly unknown[]) {
      super(...((given.length === 0 ? [now()] : given) as [number]));
    }
    static override now(): number {
      return now();
    }
  }
  const set = (task: (...args: unknown[]) => void, delayMs = 0, ...args: unknown[]) => {
    const id = ++count;
    cancels.set(
      id,
      after(delayMs, () => {
        cancels.delete(id);
        task(...args);
      }),
    );
    return Object.assign(new Number(id), { unref() {}, ref() {}, [Symbol.toPrimitive]: () => id });
  };
  const clear = (timer: unknown) => {
    cancels.get(Number(timer))?.();
    cancels.delete(Number(timer));
  };
  const timeout = (ms: number): AbortSignal => {
    const controller = new AbortController();
    after(ms, () => controller.abort(new DOMException('The time is over.', 'TimeoutError')));
    return controller.signal;
  };
  Object.assign(globalThis, { Date: VirtualDate, setTimeout: set, clearTimeout: clear });
  Object.assign(AbortSignal, { timeout });
  Object.assign(performance, { now: () => now() - beginning });
  Object.assign(timersPromises, { setTimeout: sleepOn(after) });
  syncBuiltinESMExports();
  return () => {
    const { timeout: realTimeout, ...globals } = real;
    Object.assign(globalThis, globals);
    Object.assign(AbortSignal, { timeout: realTimeout });
    Reflect.deleteProperty(performance, 'now');
    Object.assign(timersPromises, { setTimeout: sleep });
    syncBuiltinESMExports();
  };
}

const sleepOn =
  (after: Source['after']) =>
  (ms = 0, value?: unknown, { signal }: { readonly signal?: AbortSignal } = {}) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const cancel = after(ms, () => resolve(value));
      signal?.addEventListener('abort', () => {
        cancel();
        reject(signal.reason);
      });
    });
