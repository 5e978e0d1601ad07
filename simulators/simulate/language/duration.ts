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
  .regex(pattern, 'is no duration; write one like 300 ms, 10 s, 20 min, 1.5 h or 2 days')
  .transform((text) => {
    const [, number = '', unit = ''] = pattern.exec(text) ?? [];
    return Number(number) * (units[unit] ?? 0);
  })
  .meta({ description: 'A duration such as 300 ms, 10 s, 20 min, 1.5 h or 2 days.' });
