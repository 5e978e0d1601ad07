import { describe, expect, it } from 'vitest';
import { defaultKind } from '../../../simulators/live-chat/vendors.ts';
import { findStories } from '../../../simulators/simulate/language/find-stories.ts';
import { verdictOf } from '../../../simulators/simulate/run/run.ts';
import { runStories } from '../../../simulators/simulate/run/run-stories.ts';
import { table } from '../../../simulators/simulate/run/table.ts';
import { withCaller } from '../../../simulators/simulate/run/with-caller.ts';
import { withLiveChat } from '../../../simulators/simulate/run/with-live-chat.ts';

const seed = 'npm run test:vendors';
/** Fewer would say that stories declare to need a skill that need none. */
const fewest = 45;

const modes = ['normal', 'expectReplies', 'stream'] as const;

describe.each(modes)('Called as a connected agent, with deliveryMode %s', (deliveryMode) => {
  it('each story that makes sense goes as it says and breaks no promise', async () => {
    const stories = (await findStories(['simulators/scenarios'])).flatMap((story) => {
      const called = withCaller(story, 'connected-agent');
      const fit = called.is === 'played' ? withLiveChat(called.story, defaultKind) : called;
      if (fit.is === 'not played') return [];
      const { settings } = fit.story;
      return [
        { ...fit.story, settings: { ...settings, connection: { ...settings.connection, deliveryMode } } },
      ];
    });
    expect(stories.length).toBeGreaterThanOrEqual(fewest);
    const runs = await runStories(stories, { seed, atOnce: 2 });
    expect(
      runs.filter((run) => verdictOf(run) !== 'passed'),
      table(runs, seed),
    ).toEqual([]);
  }, 240_000);
});
