import { AsyncLocalStorage } from 'node:async_hooks';
import type { ProcessLife } from '../../application/world/killable.ts';

/** The life of one bridge process. */
export interface BridgeProcessLife extends ProcessLife {
  /** Tells it from all others. */
  readonly number: number;
  /** Resolves when it is killed. */
  readonly end: Promise<void>;
  kill(): void;
}

let lives = 0;

export function newProcessLife(): BridgeProcessLife {
  const { promise: end, resolve } = Promise.withResolvers<void>();
  return {
    number: ++lives,
    isOver: false,
    end,
    kill() {
      this.isOver = true;
      resolve();
    },
  };
}

const speaker = new AsyncLocalStorage<BridgeProcessLife | undefined>();

/** Whatever `task` does and sets going is done by this process; by the simulators when there is none. */
export const spokenBy = <Value>(life: BridgeProcessLife | undefined, task: () => Value): Value =>
  speaker.run(life, task);

/** The bridge process on whose behalf this runs; absent for the simulators. */
export const whoSpeaks = (): BridgeProcessLife | undefined => speaker.getStore();
