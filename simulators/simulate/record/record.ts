import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { printable } from '../../../src/domain/printable.ts';
import { sourcesOf } from '../../history/read/sources.ts';
import { bridgePool } from '../play/world/played-bridge.ts';
import type { StorySettings } from '../play/world/settings.ts';
import { startWorld } from '../play/world/world.ts';
import type { Output } from '../run/output.ts';
import { watchActivity } from '../time/activity.ts';
import { storyOf } from './story-of-sources.ts';

/** How often the bridge hears what time it is. */
const tickMs = 50;

/** Starts a world for people to play in by hand. When `ended` resolves, what they did is written as a story. */
export async function record(
  file: string,
  output: Output,
  { ended, ...settings }: StorySettings & { readonly ended: Promise<void> },
): Promise<void> {
  const pool = bridgePool();
  const date = { now: () => Date.now(), skipTo: () => undefined, beginAt: () => undefined };
  const world = await startWorld({ date, look: watchActivity(), pool }, { settings, seed: 'recorded' });
  const { microsoft, liveChat, proxies, noted } = world;
  let isOver = false;
  const goOn = async (): Promise<void> => {
    await world.bridge.process?.pass(Date.now());
    if (!isOver) setTimeout(() => void goOn(), tickMs);
  };
  void goOn();
  output.write(printable(introduction(file, microsoft.customerPageUrl, liveChat.deskUrl)));
  await ended;
  isOver = true;
  const story = storyOf(sourcesOf({ microsoft, liveChat, proxies, noted }), {
    file,
    title: basename(file).replace(/\.ya?ml$/, ''),
    why: 'Say here why it matters.',
  });
  await writeFile(file, story);
  output.write(printable(`\n  Written to ${file}. Play it with: npm run simulate -- ${file}\n`));
  await world.stop();
  await pool.stop();
}

const introduction = (file: string, customerPage: string, desk: string): string => `
  Open side by side, and play the story by hand
    Customer in Teams   ${customerPage}
    Agent's desk        ${desk}

  Ctrl+C ends it and writes ${file}.
`;
