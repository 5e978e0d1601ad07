import type { ZodError } from 'zod';

/** Where a parsed body is wrong first, e.g. `customer.name`. Never what stood there. */
export function fieldOf(error: ZodError): string {
  const issue = error.issues[0];
  if (!issue) return 'body';
  const inUnion =
    issue.code === 'invalid_union' ? issue.errors.find((each) => each.length > 0)?.[0] : undefined;
  const path = [...issue.path, ...(inUnion?.path ?? [])];
  return path.length === 0 ? 'body' : path.join('.');
}
