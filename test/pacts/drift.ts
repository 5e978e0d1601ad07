import type { Answered } from './provider-front.ts';

/* How a provider can drift away from its pact, one answer at a time. */

export type Drift = (answered: Answered) => Answered;

export const withStatus =
  (status: number): Drift =>
  (answered) => ({ ...answered, status });

/** Replaces a field of the body, e.g. `activities.0.type`; `undefined` leaves it out. */
export const withField =
  (path: string, value: unknown): Drift =>
  (answered) => ({
    ...answered,
    body: JSON.stringify(replaced(JSON.parse(answered.body), path.split('.'), value)),
  });

/** Replaces a header; `undefined` leaves it out. */
export const withHeader =
  (name: string, value: string | undefined): Drift =>
  ({ headers: { [name]: _, ...headers }, ...answered }) => ({
    ...answered,
    headers: value === undefined ? headers : { ...headers, [name]: value },
  });

function replaced(body: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(body))
    return body.map((each, index) => (`${index}` === key ? replaced(each, rest, value) : each));
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, key))
    throw new Error(`there is no ${key} to drift away from`);
  const entries = Object.entries(body).map(([name, each]) => [
    name,
    name === key ? replaced(each, rest, value) : each,
  ]);
  return Object.fromEntries(entries);
}
