import { z } from 'zod';
import type { ChannelSettings } from '../adapters/channels/channels.ts';
import { numberSetting } from '../adapters/settings/numbers.ts';
import { setting } from '../adapters/settings/setting.ts';
import { partsOf } from '../adapters/settings/texts.ts';

type TeamsSettings = NonNullable<ChannelSettings['teams']>;
type Limit = TeamsSettings['pace']['threadLimits'][number];

/** How much Teams takes, and how fast. */
export const teamsSettings = z
  .object({
    HANDOFF_TEAMS_MAX_KB: numberSetting({
      description:
        'size of one message to Teams, in KB of UTF-16, 80 at most; longer texts of agents go out in several',
      min: 4,
      max: 80,
      byDefault: 28,
    }),
    HANDOFF_TEAMS_PER_SECOND: numberSetting({
      description: 'sends to Teams that may begin in any second, all conversations together',
      min: 1,
      max: 100_000,
      byDefault: 50,
      isWhole: true,
    }),
    // Of one bot: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
    HANDOFF_TEAMS_THREAD_LIMITS: setting(
      {
        description:
          'messages per seconds that Teams takes in one conversation; `none` keeps to no limit there',
        expected: 'messages per seconds such as 7/1,60/30, or none',
        byDefault: '7/1,8/2,60/30,1800/3600',
      },
      threadLimitsIn,
    ),
  })
  .transform(
    (its): Pick<TeamsSettings, 'messageLimit' | 'pace'> => ({
      messageLimit: utf16Units(its.HANDOFF_TEAMS_MAX_KB),
      pace: {
        perSecond: its.HANDOFF_TEAMS_PER_SECOND,
        threadLimits: its.HANDOFF_TEAMS_THREAD_LIMITS,
      },
    }),
  );

function threadLimitsIn(text: string): readonly Limit[] | undefined {
  if (text === 'none') return [];
  const limits = partsOf(text).map(limitIn);
  const known = limits.filter((each) => each !== undefined);
  return known.length > 0 && known.length === limits.length ? known : undefined;
}

function limitIn(text: string): Limit | undefined {
  const [, most, seconds] = /^([1-9]\d{0,5})\/([1-9]\d{0,4})$/.exec(text) ?? [];
  return most === undefined ? undefined : { most: Number(most), withinMs: Number(seconds) * 1000 };
}

/** Teams counts in UTF-16 and everything that an activity carries; a kilobyte is left for the rest of it. */
const utf16Units = (kilobytes: number): number => ((kilobytes - 1) * 1024) / 2;
