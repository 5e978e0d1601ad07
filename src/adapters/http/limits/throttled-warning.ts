import type { Log, LogFields } from '../../../application/ports/log.ts';

/** Warns unless it did so for the same key a moment ago. Keys are of a closed set: each is remembered. */
export type Warn = (key: string, fields: LogFields) => void;

/** At most one line for a key within this time, in milliseconds. */
const quietMs = 10_000;

/** Lines of one event; `leftOut` of a line counts those that were not written since the one before. `nowMs` only ever grows. */
export function throttledWarning(log: Log, event: string, nowMs = () => performance.now()): Warn {
  const before = new Map<string, { readonly atMs: number; leftOut: number }>();
  return (key, fields) => {
    const last = before.get(key);
    const atMs = nowMs();
    if (last && atMs - last.atMs < quietMs) {
      last.leftOut++;
      return;
    }
    log.warn({ ...fields, ...(last && last.leftOut > 0 && { leftOut: last.leftOut }) }, event);
    before.set(key, { atMs, leftOut: 0 });
  };
}
