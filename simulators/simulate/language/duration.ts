import { z } from 'zod';

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  days: 86_400_000,
};
const pattern = /^(\d+(?:\.\d+)?) ?(ms|s|min|h|days)$/;

/** `20 min`, `1.5 h`, `300 ms`; as text in the story, as milliseconds for the player. */
export const duration = z
  .string()
  .regex(pattern, { error: ({ input }) => notADuration(String(input)) })
  .transform((text) => {
    const [, number = '', unit = ''] = pattern.exec(text) ?? [];
    return Number(number) * (units[unit] ?? 0);
  })
  .meta({ description: 'A duration such as 300 ms, 10 s, 20 min, 1.5 h or 2 days.' });

const longUnits: Readonly<Record<string, string>> = { m: 'min', d: 'days' };

const isBeginning = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);

/** What is wrong with it, and the duration that was meant if that is plain. */
function notADuration(text: string): string {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?) *([a-z]+)$/i.exec(text) ?? [];
  const known = longUnits[unit] ?? Object.keys(units).find((each) => isBeginning(unit.toLowerCase(), each));
  return number === undefined || known === undefined
    ? 'is no duration; write one like 300 ms, 10 s, 20 min, 1.5 h or 2 days'
    : `is no duration. Did you mean "${number} ${known}"?`;
}
