import type { Log } from '../../../../src/application/ports/log.ts';

/** A log that can be read: each line is the event and its fields. */
export function logbook(): { readonly log: Log; readonly errors: string[] } {
  const errors: string[] = [];
  const ignore = () => {};
  return { errors, log: { info: ignore, warn: ignore, error: (_fields, event) => void errors.push(event) } };
}
