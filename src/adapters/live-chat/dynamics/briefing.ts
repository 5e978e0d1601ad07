import { type ContextItem, longestStartMessage, mostContextValues } from './wire.ts';

/** All that does not fit into the values that a conversation may have. */
const rest = 'more';

/** A topic's context as values that the agent sees and that rules of routing can read. What is over the limit is one value of JSON. */
export function contextItems(
  context: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, ContextItem>> {
  const entries = Object.entries(context).filter(([name, value]) => name !== '' && isSomething(value));
  const isTooMuch = entries.length > mostContextValues;
  const own = isTooMuch ? entries.slice(0, mostContextValues - 1) : entries;
  const others = entries.slice(own.length);
  const shown = isTooMuch ? [...own, [rest, Object.fromEntries(others)] as const] : own;
  return Object.fromEntries(
    shown.map(([name, value]) => [name, { isDisplayable: true, value: textOf(value) }]),
  );
}

const isSomething = (value: unknown): boolean => value !== undefined && value !== null;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The problem as the first message. A caller's is far below the limit; one that is not is cut with a sign. */
export function startMessage(problem: string): string {
  if (Buffer.byteLength(problem) <= longestStartMessage) return problem;
  const cut = Buffer.from(problem)
    .subarray(0, longestStartMessage - 4)
    .toString('utf8');
  return `${cut.replace(/\ufffd+$/, '')}…`;
}
