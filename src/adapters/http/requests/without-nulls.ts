/** Levels of nesting that are looked into; no schema of ours reads deeper. */
const maxDepth = 64;

/**
 * JSON without its nulls, at every depth: many systems write null where they mean that a field is absent, and our schemas
 * know absence only. A key `__proto__` is left out as well.
 */
export const withoutNulls = (value: unknown): unknown =>
  isWhole(value, isNull) ? value : without(value, isNull);

/** The same, and without empty texts: what activities have where a variable of a topic is blank. */
export const withoutBlanks = (value: unknown): unknown =>
  isWhole(value, isBlank) ? value : without(value, isBlank);

type IsAbsent = (value: unknown) => boolean;

const isNull: IsAbsent = (value) => value === null;
const isBlank: IsAbsent = (value) => value === null || value === '';

/** Whether nothing would be left out: most bodies are so, and need no copy. */
function isWhole(value: unknown, isAbsent: IsAbsent, levels = maxDepth): boolean {
  if (typeof value !== 'object' || value === null || levels === 0) return true;
  if (Array.isArray(value))
    return value.every((each) => !isNull(each) && isWhole(each, isAbsent, levels - 1));
  const fields: Readonly<Record<string, unknown>> = value as Readonly<Record<string, unknown>>;
  for (const key in fields) {
    const inner = fields[key];
    if (key === '__proto__' || isAbsent(inner) || !isWhole(inner, isAbsent, levels - 1)) return false;
  }
  return true;
}

function without(value: unknown, isAbsent: IsAbsent, levels = maxDepth): unknown {
  if (typeof value !== 'object' || value === null || levels === 0) return value;
  if (Array.isArray(value)) {
    return value.filter((each) => !isNull(each)).map((each) => without(each, isAbsent, levels - 1));
  }
  const entries: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (key !== '__proto__' && !isAbsent(inner)) entries[key] = without(inner, isAbsent, levels - 1);
  }
  return entries;
}
