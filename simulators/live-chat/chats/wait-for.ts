import type { ChatRegistry } from './chat-registry.ts';

export interface Wait<T> {
  /** Asked now and after each change of the book. */
  readonly find: () => T | undefined;
  readonly withinMs: number | undefined;
  /** What the rejection says. */
  readonly failure: () => string;
}

const PATIENCE_MS = 5_000;

/** Resolves with what `find` finds; rejects after 5 s, unless told otherwise. */
export function waitFor<T>(
  registry: ChatRegistry,
  { find, withinMs = PATIENCE_MS, failure }: Wait<T>,
): Promise<T> {
  const found = find();
  if (found !== undefined) return Promise.resolve(found);
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const timer = setTimeout(() => {
    stopListening();
    reject(new Error(`After ${withinMs} ms: ${failure()}`));
  }, withinMs);
  const stopListening = registry.onChange(() => {
    const foundNow = find();
    if (foundNow === undefined) return;
    clearTimeout(timer);
    stopListening();
    resolve(foundNow);
  });
  return promise;
}
