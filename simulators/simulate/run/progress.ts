import { printableLine } from '../../../src/domain/printable.ts';
import type { Story } from '../language/story.ts';
import type { Output } from './output.ts';
import { verdictOf } from './run.ts';
import type { RunOptions } from './run-stories.ts';

interface Progress extends Pick<RunOptions, 'began' | 'stepDone' | 'ended'> {
  clear(): void;
}

/** For so many stories: a line that says what is being played. Only in a terminal, where it can be written over. */
export function progress(count: number, output: Output): Progress {
  if (!output.isTTY) return { clear: () => undefined };
  const underWay = new Map<Story, number>();
  let ended = 0;
  let failed = 0;
  const show = () => {
    const names = [...underWay].map(([{ title, steps }, done]) => `${title} ${done}/${steps.length}`);
    const line = `  ${ended}/${count}${failed > 0 ? `, ${failed} failed` : ''}  ${names.join(' · ')}`;
    output.write(`\r\u001b[K${printableLine(line).slice(0, 120)}`);
  };
  return {
    began(story) {
      underWay.set(story, 0);
      show();
    },
    stepDone(story, done) {
      underWay.set(story, done);
      show();
    },
    ended(run) {
      underWay.delete(run.story);
      ended += 1;
      if (verdictOf(run) !== 'passed') failed += 1;
      show();
    },
    clear: () => void output.write('\r\u001b[K'),
  };
}
