import type { Limit } from '../../../src/adapters/http/client/sliding-window.ts';

/**
 * Teams' limits for one bot in one thread, from "Optimize your bot with rate limiting in Teams".
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
 */
export const teamsThreadLimits: readonly Limit[] = [
  { most: 7, withinMs: 1_000 },
  { most: 8, withinMs: 2_000 },
  { most: 60, withinMs: 30_000 },
  { most: 1_800, withinMs: 3_600_000 },
];
