import type { Story } from '../language/story.ts';
import type { Need } from '../language/verb.ts';
import type { Played } from '../play/played.ts';
import { verbOf } from '../verbs/verbs.ts';

/** Why a need cannot be met, to read after "here". */
const reasons: Readonly<Record<Need, string>> = {
  'virtual time': 'time cannot be moved',
  'our own bridge': 'the bridge is not ours to stop or to look into',
  'our own desk': 'the desk cannot be controlled',
  'faults on the way': 'nothing stands on the way that could cause faults',
};

/** The first line that cannot be played where these needs are not met, and why. */
export function impossibility(story: Story, missing: readonly Need[]): Played | undefined {
  const { settings, steps } = story;
  if (Object.keys(settings).length > 0)
    return notPossible(story, 1, 'the story wants a world with other settings');
  for (const { key, line } of steps) {
    const need = verbOf(key)?.verb.needs.find((each) => missing.includes(each));
    if (need) return notPossible(story, line, `"${key}" is not possible here: ${reasons[need]}`);
  }
  return undefined;
}

const notPossible = ({ steps }: Story, line: number, why: string): Played => ({
  verdict: { is: 'not possible', line, why },
  steps: steps.map((step) => ({ line: step.line, text: step.key, is: 'not reached' })),
  promises: [],
  ms: 0,
  storyMs: 0,
  sequence: { steps: [], marks: [] },
  transcripts: [],
  log: '',
});
