/** The time of this process: that of the machine, and what was skipped of it. */
export interface VirtualDate {
  /** Milliseconds since 1970. */
  now(): number;
  /** From now on it is at least this time. Time does not go back. */
  skipTo(time: number): void;
  /** A new beginning: it is this time, or that of the machine. */
  beginAt(time?: number): void;
}

/**
 * Lets everything in this process that asks for the date live in a time that can be moved ahead: tokens, signatures
 * and limits too. Timers go on as they were.
 */
export function installVirtualDate(): VirtualDate {
  const RealDate = globalThis.Date;
  const realNow = RealDate.now.bind(RealDate);
  let skippedMs = 0;
  const now = () => realNow() + skippedMs;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, parts, newTarget) =>
      Reflect.construct(target, parts.length === 0 ? [now()] : parts, newTarget),
    apply: (target) => Reflect.construct(target, [now()]).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
  return {
    now,
    skipTo(time) {
      skippedMs = Math.max(skippedMs, Math.ceil(time - realNow()));
    },
    beginAt(time = realNow()) {
      skippedMs = time - realNow();
    },
  };
}
