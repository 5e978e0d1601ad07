import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../../child-environment.ts';
import type { Story } from '../language/story.ts';
import type { Played } from '../play/played.ts';
import type { FromPlayer, SolutionFile, ToPlayer } from '../play/player-messages.ts';

interface How {
  readonly seed: string;
  /** A Copilot Studio solution whose topics are played in place of ours. */
  readonly solutionFile?: SolutionFile;
  readonly tell: (done: number) => void;
}

/** A process that plays one story after the other. */
export interface Player {
  /** Rejects when the story could not be played at all. */
  play(story: Story, how: How): Promise<Played>;
  stop(): Promise<void>;
}

const file = fileURLToPath(new URL('../play/player-process.ts', import.meta.url));

export function startPlayer(): Player {
  const child = fork(file, {
    env: childEnvironment(),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const send = (message: ToPlayer) => void (child.connected && child.send(message));
  let stories = 0;
  return {
    play(story, { seed, solutionFile, tell }) {
      const number = ++stories;
      return new Promise((resolve, reject) => {
        const hear = (message: FromPlayer) => {
          if (message.number !== number) return;
          if (message.type === 'step') return tell(message.done);
          child.off('message', hear);
          if (message.type === 'played') resolve(message.played);
          else reject(new Error(message.why));
        };
        child.on('message', hear);
        void exited.then(() => reject(new Error('the process that played the story has ended')));
        send({ type: 'play', number, story, seed, ...(solutionFile !== undefined && { solutionFile }) });
      });
    },
    async stop() {
      send({ type: 'leave' });
      await exited;
    },
  };
}
