import { isDeepStrictEqual } from 'node:util';
import { makeSigningKey } from '../../entra/signing-keys.ts';
import type { Story } from '../language/story.ts';
import { playIn } from '../play/play-story.ts';
import type { StorySettings } from '../play/world/settings.ts';
import type { World } from '../play/world/world.ts';
import { type Run, verdictOf } from '../run/run.ts';
import type { RunOptions } from '../run/run-stories.ts';
import { settingsFile, worldAround } from './foreign-bridge.ts';
import { worldWithLiveChat } from './foreign-live-chat.ts';
import { impossibility, type Limits } from './possible.ts';

interface Against extends Limits {
  readonly worldFor: (settings: StorySettings) => Promise<World>;
}

type AgainstOptions = Omit<RunOptions, 'atOnce' | 'repeat' | 'solutionFile'>;

/** Plays stories one after the other against a system that runs elsewhere. Throws when it cannot be reached. */
export async function runAgainst(
  url: string,
  stories: readonly Story[],
  options: AgainstOptions,
): Promise<readonly Run[]> {
  const { seed, maxFailures = Number.POSITIVE_INFINITY, began, stepDone, ended } = options;
  const worlds = oneAtATime(await whatRunsAt(url));
  const runs: Run[] = [];
  try {
    for (const story of stories) {
      const failed = runs.filter((run) => verdictOf(run) === 'failed').length;
      const why =
        failed >= maxFailures
          ? { why: `${failed} had failed before it` }
          : impossibility(story, worlds.limits);
      began?.(story);
      const run: Run = why
        ? { story, seed, result: { is: 'left out', ...why } }
        : {
            story,
            seed,
            result: { is: 'played', played: await playedIn(await worlds.of(story), story, stepDone) },
          };
      runs.push(run);
      ended?.(run);
    }
    return runs;
  } finally {
    await worlds.stop();
  }
}

const playedIn = (world: World, story: Story, stepDone: AgainstOptions['stepDone']) =>
  playIn(world, story, (done) => stepDone?.(story, done));

/** The simulators keep their ports, so that those of other settings take the place of those before. */
function oneAtATime({ worldFor, ...limits }: Against) {
  let current: { readonly world: World; readonly settings: StorySettings } | undefined;
  return {
    limits,
    async of({ settings }: Story): Promise<World> {
      if (current && isDeepStrictEqual(current.settings, settings)) return current.world;
      await current?.world.stop();
      current = undefined;
      const world = await worldFor(settings);
      current = { world, settings };
      return world;
    },
    stop: async () => current?.world.stop(),
  };
}

async function whatRunsAt(url: string): Promise<Against> {
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
    return {
      worldFor: (settings) => worldWithLiveChat(url, access, settings),
      missing: ['virtual time', 'our own desk'],
      fixed: ['liveChat', 'agentIsFree'],
    };
  }
  // A bridge fetches keys that it does not know once in a while only, so that all worlds have the same one.
  const signingKey = await makeSigningKey();
  if (manifest)
    return {
      worldFor: (settings) => worldAround(url, { settings, signingKey }),
      missing: ['virtual time', 'our own bridge'],
      fixed: ['liveChat', 'calledAs', 'channel', 'connection', 'idleMs', 'maxAgeMs', 'laneLimit'],
    };
  // Its start writes the settings for a bridge.
  await (await worldAround(url, { settings: {}, signingKey })).stop();
  throw new Error(
    `No answer at ${url}. To rehearse with a bridge there, start it with the settings in ${settingsFile}, ` +
      'which have just been written, and then start this again.',
  );
}
