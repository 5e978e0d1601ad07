import type { Step, Story } from '../language/story.ts';
import type { Need } from '../language/verb.ts';
import type { StorySettings } from '../play/world/settings.ts';
import { verbOf } from '../verbs/verbs.ts';

/** Why a need cannot be met, to read after "here". */
const reasons: Readonly<Record<Need, string>> = {
  'virtual time': 'time cannot be moved',
  'our own bridge': 'the bridge is not ours to stop or to look into',
  'our own desk': 'the desk cannot be controlled',
  'faults on the way': 'nothing stands on the way that could cause faults',
};

/** What a system that runs elsewhere does not allow. */
export interface Limits {
  readonly missing: readonly Need[];
  /** Settings of a story that belong to what runs elsewhere. */
  readonly fixed: readonly (keyof StorySettings)[];
}

/** The first line that cannot be played within these limits, and why. */
export function impossibility(
  { settings, steps }: Story,
  { missing, fixed }: Limits,
): { readonly line: number; readonly why: string } | undefined {
  const setting = fixed.find((each) => settings[each] !== undefined);
  if (setting !== undefined) return { line: 1, why: `${settingNames[setting]} is not ours to set here` };
  for (const step of steps) {
    const need = needsOf(step).find((each) => missing.includes(each));
    if (need) return { line: step.line, why: `"${step.key}" is not possible here: ${reasons[need]}` };
  }
  return undefined;
}

/** As stories write them, under `with`. */
const settingNames: Readonly<Record<keyof StorySettings, string>> = {
  liveChat: '"live chat"',
  calledAs: '"called as"',
  channel: '"channel"',
  connection: '"delivery mode"',
  topics: '"topics"',
  expectReplies: '"expect replies"',
  idleMs: '"idle after"',
  maxAgeMs: '"too long after"',
  teamsLimits: '"teams limits"',
  laneLimit: '"messages that may wait"',
  agentIsFree: '"an agent is free"',
};

/** Longest wait that really passes where time cannot be moved, in milliseconds. */
const longestRealWaitMs = 20_000;

function needsOf({ key, value }: Step): readonly Need[] {
  const { verb } = verbOf(key) ?? {};
  if (!verb) return [];
  const waitMs = key === 'wait' ? verb.value.safeParse(value).data : undefined;
  return typeof waitMs === 'number' && waitMs <= longestRealWaitMs ? [] : verb.needs;
}
