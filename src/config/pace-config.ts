import { type Pace, teamsThreadLimits } from '../adapters/channels/teams/rate-limiter.ts';
import type { Limit } from '../adapters/channels/teams/sliding-window.ts';
import type { SettingReader } from './setting-reader.ts';

const threadSetting = 'HANDOFF_TEAMS_THREAD_LIMITS';

/** Reads and checks how fast Teams is spoken to; what is wrong goes to the reader's findings. */
export function readPace(reader: SettingReader): Pace {
  const range = { min: 1, max: 100_000, byDefault: 50, isWhole: true };
  return {
    perSecond: reader.number('HANDOFF_TEAMS_PER_SECOND', range),
    threadLimits: readThreadLimits(reader),
  };
}

function readThreadLimits(reader: SettingReader): readonly Limit[] {
  const texts = reader.list(threadSetting, []);
  if (texts.length === 0) return teamsThreadLimits;
  if (texts.length === 1 && texts[0] === 'none') return [];
  const limits = texts.flatMap(limitOf);
  if (limits.length === texts.length) return limits;
  reader.findings.push(
    `${threadSetting} is not usable; expected messages per seconds such as 7/1,60/30, or none.`,
  );
  return teamsThreadLimits;
}

function limitOf(text: string): readonly Limit[] {
  const [, most, seconds] = /^([1-9]\d{0,5})\/([1-9]\d{0,4})$/.exec(text) ?? [];
  return most === undefined ? [] : [{ most: Number(most), withinMs: Number(seconds) * 1000 }];
}
