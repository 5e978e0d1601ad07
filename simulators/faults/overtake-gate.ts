import { setTimeout as sleep } from 'node:timers/promises';

export interface OvertakeGate {
  /** A request has come through. */
  passed(): void;
  /** Resolves when the next one has come through, or after `atMostMs`. */
  overtaken(atMostMs: number): Promise<void>;
}

export function overtakeGate(): OvertakeGate {
  let waiting: (() => void)[] = [];
  return {
    passed() {
      for (const go of waiting) go();
      waiting = [];
    },
    overtaken: (atMostMs) =>
      Promise.race([new Promise<void>((resolve) => waiting.push(resolve)), sleep(atMostMs)]),
  };
}
