/**
 * What happened, for operators. Fields carry ids, outcomes and milliseconds; never texts, tokens or names. The ids in
 * `conversation` and `customer` belong to persons: the log writes a stable hash in their place.
 */
export interface Log {
  info(fields: LogFields, event: string): void;
  warn(fields: LogFields, event: string): void;
  error(fields: LogFields, event: string): void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | undefined | Error>>;

/** What was thrown, as an Error: anything can be thrown, and logs want a stack. */
export const toError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));
