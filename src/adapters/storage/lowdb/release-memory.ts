import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

interface CollectOptions {
  readonly type: 'major';
  readonly execution: 'sync';
  /** The one that also returns free pages to the system, as V8 does before it gives up for want of memory. */
  readonly flavor: 'last-resort';
}

type Collect = (options: CollectOptions) => void;

/**
 * Collects garbage once and returns the free memory to the system. Reading tens of thousands of sessions leaves more garbage
 * than sessions, and V8 would keep its pages for as long as the process lives. The process stops for some tenths of a second,
 * so call it before the server listens. Without effect where the engine cannot do it.
 */
export function releaseMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('globalThis.gc');
  if (isCollect(collect)) collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

const isCollect = (value: unknown): value is Collect => typeof value === 'function';
