import { describe, expect, it } from 'vitest';
import { defaultKind } from '../../../simulators/live-chat/vendors.ts';
import { findStories } from '../../../simulators/simulate/language/find-stories.ts';
import { verdictOf } from '../../../simulators/simulate/run/run.ts';
import { runStories } from '../../../simulators/simulate/run/run-stories.ts';
import { table } from '../../../simulators/simulate/run/table.ts';
import { withLiveChat } from '../../../simulators/simulate/run/with-live-chat.ts';

const seed = 'npm test';

describe('The stories in simulators/scenarios', () => {
  it('are at least 25, and each goes as it says and breaks no promise', async () => {
    // Those of an orchestrator run in each delivery mode with the vendors'; one of them shows here that they run.
    const found = (await findStories(['simulators/scenarios'])).filter(
      ({ settings, file }) => settings.calledAs !== 'connected-agent' || /there-and-back/.test(file),
    );
    const stories = found.flatMap((story) => {
      const fit = withLiveChat(story, story.settings.liveChat ?? defaultKind);
      return fit.is === 'played' ? [fit.story] : [];
    });
    expect(stories.length).toBeGreaterThanOrEqual(25);
    const runs = await runStories(stories, { seed, atOnce: 3 });
    const others = runs.filter((run) => verdictOf(run) !== 'passed');
    expect(others, table(runs, seed)).toEqual([]);
  }, 180_000);
});
