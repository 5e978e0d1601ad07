import { describe, expect, it } from 'vitest';
import { liveChatKinds } from '../../simulators/live-chat/vendors.ts';
import { findStories } from '../../simulators/simulate/language/find-stories.ts';
import { verdictOf } from '../../simulators/simulate/run/run.ts';
import { runStories } from '../../simulators/simulate/run/run-stories.ts';
import { table } from '../../simulators/simulate/run/table.ts';
import { withLiveChat } from '../../simulators/simulate/run/with-live-chat.ts';

const seed = 'npm run test:vendors';
/** Fewer would say that a live chat declares to lack what it has. */
const fewest = 20;

describe.each(liveChatKinds)('With the live chat %s', (kind) => {
  it('each story that it allows goes as it says and breaks no promise', async () => {
    const stories = (await findStories(['simulators/scenarios'])).flatMap((story) => {
      const fit = withLiveChat(story, kind);
      return fit.is === 'played' ? [fit.story] : [];
    });
    expect(stories.length).toBeGreaterThanOrEqual(fewest);
    const runs = await runStories(stories, { seed, atOnce: 2 });
    expect(
      runs.filter((run) => verdictOf(run) !== 'passed'),
      table(runs, seed),
    ).toEqual([]);
  }, 240_000);
});
