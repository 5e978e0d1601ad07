import { isDeeperThan } from '../http/requests/read-json.ts';

/** Levels of nesting in JSON that comes as text; the limit of the body does not see into strings. */
const maxDepth = 64;

/** What JSON text says; absent for text that is not JSON, or is nested beyond reason, and so is just text. */
export function jsonIn(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return isDeeperThan(parsed, maxDepth) ? undefined : parsed;
  } catch {
    // Most texts are not JSON.
    return undefined;
  }
}

/** The fields of something that came as JSON; none where it is no object. */
export function fieldsIn(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? Object.fromEntries(Object.entries(value)) : {};
}

/** The first of these that is text with something in it. */
export function firstText(...values: readonly unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === 'string' && value.trim() !== '');
}
