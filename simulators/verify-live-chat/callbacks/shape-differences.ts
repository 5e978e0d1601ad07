import type { CallbackType, Contract } from '../contracts/contract.ts';
import { fieldOf } from '../http/exchange.ts';
import { shown } from '../pact/difference.ts';
import type { Difference } from '../run/clause.ts';

/** Each field that is not as agreed; empty when all are. */
export function shapeDifferences(
  contract: Contract,
  type: CallbackType,
  body: unknown,
): readonly Difference[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return [{ where: 'body', expected: 'a JSON object', received: shown(body) }];
  }
  const seen = contract.asCompared(body);
  const parsed = contract.shapeOf(type).safeParse(seen);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => ({
    where: `$.${path.map(String).join('.')}`,
    expected: message
      .replace(/^Invalid input: expected (\w+).*$/, '$1')
      .replace(/^Invalid ISO datetime$/, 'a time as ISO 8601, such as "2026-01-31T09:30:00Z"'),
    received: shown(path.reduce<unknown>((value, step) => fieldOf(value, String(step)), seen)),
  }));
}
