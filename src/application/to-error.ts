/** What was thrown, as an Error: anything can be thrown, and logs want a stack. */
export const toError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));
