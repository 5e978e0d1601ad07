import { readSolutionFile } from '../../solution/read/read-solution-file.ts';
import { watchActivity } from '../time/activity.ts';
import { receiveTime } from '../time/travelling-time.ts';
import { installVirtualDate } from '../time/virtual-date.ts';
import { playStory } from './play-story.ts';
import type { FromPlayer, ToPlayer } from './player-messages.ts';
import { bridgePool } from './world/played-bridge.ts';

/*
 * Plays stories, one after the other, in a process whose time is theirs. Started by fork; stories and results go over
 * IPC.
 */

const look = watchActivity();
const runtime = { look, date: installVirtualDate(), pool: bridgePool() };

receiveTime(runtime.date);

const tell = (message: FromPlayer) => void process.send?.(message);

async function follow(message: ToPlayer): Promise<void> {
  if (message.type === 'leave') {
    await runtime.pool.stop();
    process.exit(0);
  }
  const { number, story, seed, solutionFile } = message;
  try {
    const solution =
      solutionFile === undefined ? undefined : await readSolutionFile(solutionFile.path, solutionFile);
    const played = await playStory(runtime, story, {
      seed,
      ...(solution && { solution }),
      tell: (done) => tell({ type: 'step', number, done }),
    });
    tell({ type: 'played', number, played });
  } catch (error) {
    tell({
      type: 'not-played',
      number,
      why: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}

process.on('message', (message: ToPlayer) => void follow(message));
process.on('disconnect', () => void runtime.pool.stop().then(() => process.exit(0)));
