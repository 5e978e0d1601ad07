/** A request to stop the command: Ctrl+C. */
export type Interruption = AbortSignal;

export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  /** Sessions that were opened and would not end. */
  readonly notEnded: number;

  constructor(notEnded: number) {
    super('interrupted');
    this.notEnded = notEnded;
  }
}

/** Resolves when the work is done, or as soon as there is an interruption: then the work is left alone. */
export async function untilInterrupted(
  work: () => Promise<void>,
  interruption: Interruption | undefined,
): Promise<'done' | 'interrupted'> {
  const { promise, resolve } = Promise.withResolvers<'interrupted'>();
  const stop = (): void => resolve('interrupted');
  interruption?.addEventListener('abort', stop, { once: true });
  const working = work().then(() => 'done' as const);
  // What becomes of the rest is of no interest once it was interrupted.
  working.catch(() => undefined);
  try {
    return await Promise.race([working, promise]);
  } finally {
    interruption?.removeEventListener('abort', stop);
  }
}
