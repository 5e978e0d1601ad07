import { expect, it } from 'vitest';
import { readStory } from '../../../simulators/simulate/language/read-story.ts';
import { runStories } from '../../../simulators/simulate/run/run-stories.ts';

const story = readStory(
  'patient.yaml',
  `story: The bridge tries again and again
why: How long it waits in between is chance.
steps:
  - customer says: I want to talk with a person
  - customer says: My invoice is wrong
  - agent joins: Dana
  - live chat answers 503 for: 3 min
  - customer says: Are you there?
  - wait: 4 min
  - agent sees: Are you there?
`,
);

/** The pauses between attempts, in seconds of the story. */
async function pausesWith(seed: string): Promise<readonly number[]> {
  const [run] = await runStories([story], { seed, atOnce: 1 });
  if (run?.result.is !== 'played') throw new Error(run?.result.why);
  const attempts = run.result.played.sequence.steps
    .filter(
      ({ from, to, label }) => from === 'bridge' && to === 'live-chat' && label.includes('Are you there'),
    )
    .map(({ at }) => at);
  return attempts.slice(1).map((at, index) => (at - (attempts[index] ?? at)) / 1000);
}

/** What a busy machine adds to a pause, in seconds. */
const slack = 2.5;

/** Where the story ends, the last attempts of one run may just not have been made in the other. */
const edge = 2;

function isLike(a: readonly number[], b: readonly number[]): boolean {
  const both = Math.min(a.length, b.length);
  if (Math.max(a.length, b.length) - both > edge) return false;
  return a.slice(0, both).every((pause, index) => Math.abs(pause - (b[index] ?? 0)) < slack);
}

it('The same seed plays the same pauses again, and another seed others', async () => {
  const [first, again, other] = await Promise.all([pausesWith('one'), pausesWith('one'), pausesWith('two')]);
  expect(first.length).toBeGreaterThan(5);
  expect(isLike(first, again), JSON.stringify([first, again])).toBe(true);
  expect(isLike(first, other), JSON.stringify([first, other])).toBe(false);
}, 60_000);
