import type { Story } from '../language/story.ts';
import type { Need } from '../language/verb.ts';
import { playIn } from '../play/play-story.ts';
import type { World } from '../play/world/world.ts';
import type { Run, RunOptions } from '../run/run-stories.ts';
import { settingsFile, worldAround } from './foreign-bridge.ts';
import { worldWithLiveChat } from './foreign-live-chat.ts';
import { impossibility } from './possible.ts';

interface Against {
  readonly world: World;
  readonly missing: readonly Need[];
}

/** Plays stories one after the other against a system that runs elsewhere. Throws when it cannot be reached. */
export async function runAgainst(
  url: string,
  stories: readonly Story[],
  { began, stepDone, ended }: Omit<RunOptions, 'seed' | 'atOnce'>,
): Promise<readonly Run[]> {
  const { world, missing } = await worldWith(url);
  const runs: Run[] = [];
  try {
    for (const story of stories) {
      began?.(story);
      const played =
        impossibility(story, missing) ?? (await playIn(world, story, (done) => stepDone?.(story, done)));
      const run: Run = { story, result: { is: 'played', played } };
      runs.push(run);
      ended?.(run);
    }
    return runs;
  } finally {
    await world.stop();
  }
}

async function worldWith(url: string): Promise<Against> {
  const manifest = await fetch(new URL('/skill-manifest.json', url)).then(
    ({ ok, headers }) => ok && (headers.get('content-type') ?? '').includes('json'),
    () => undefined,
  );
  if (manifest === false) {
    const { LIVECHAT_API_KEY: apiKey, LIVECHAT_WEBHOOK_SECRET: webhookSecret } = process.env;
    const access = {
      ...(apiKey !== undefined && { apiKey }),
      ...(webhookSecret !== undefined && { webhookSecret }),
    };
    return { world: await worldWithLiveChat(url, access), missing: ['virtual time', 'our own desk'] };
  }
  const world = await worldAround(url);
  if (manifest) return { world, missing: ['virtual time', 'our own bridge'] };
  await world.stop();
  throw new Error(
    `No answer at ${url}. To rehearse with a bridge there, start it with the settings in ${settingsFile}, ` +
      'which have just been written, and then start this again.',
  );
}
