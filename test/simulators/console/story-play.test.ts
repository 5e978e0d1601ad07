import { describe, expect, it } from 'vitest';
import { type StoryTroupe, storyPlayer } from '../../../simulators/console/story-play.ts';

/** Performs what it is told, and remembers it. */
function playerOf(...steps: readonly string[]) {
  const performed: string[] = [];
  let tidied = 0;
  const isUntidy = steps.includes('leaves a mess');
  const troupe = (): StoryTroupe => ({
    steps,
    async perform(index) {
      const step = steps[index] ?? '';
      performed.push(step);
      if (step === 'fails') throw new Error('it was otherwise');
    },
    conversationId: () => undefined,
    async tidyUp() {
      tidied += 1;
      if (isUntidy) throw new Error('something stayed broken');
    },
  });
  const stories = [{ id: 'a.yaml', title: 'A story', why: 'It matters.' }];
  const player = storyPlayer({ stories, troupe, paceMs: 1 });
  return { player, performed, tidied: () => tidied };
}

const is = (player: ReturnType<typeof playerOf>['player']) => () => player.state?.is;

describe('A story in the console', () => {
  it('is played to its end, and leaves everything tidy', async () => {
    const { player, performed, tidied } = playerOf('one', 'two');
    player.play('a.yaml');
    await expect.poll(is(player)).toBe('passed');
    expect(performed).toEqual(['one', 'two']);
    expect(player.state?.steps.map((step) => step.is)).toEqual(['passed', 'passed']);
    expect(tidied()).toBe(1);
  });

  it('goes step by step when told, and on when told', async () => {
    const { player, performed } = playerOf('one', 'two', 'three');
    player.play('a.yaml', { paused: true });
    expect(player.state).toMatchObject({ is: 'paused', steps: [{ is: 'now' }, { is: 'to come' }, {}] });
    player.step();
    await expect.poll(() => performed).toEqual(['one']);
    await expect.poll(is(player)).toBe('paused');
    player.resume();
    await expect.poll(is(player)).toBe('passed');
    expect(performed).toEqual(['one', 'two', 'three']);
  });

  it('says what happened instead, and performs nothing after that', async () => {
    const { player, performed, tidied } = playerOf('one', 'fails', 'three');
    player.play('a.yaml');
    await expect.poll(is(player)).toBe('failed');
    expect(player.state).toMatchObject({ instead: 'it was otherwise', steps: [{}, { is: 'failed' }, {}] });
    expect(performed).toEqual(['one', 'fails']);
    expect(tidied()).toBe(1);
  });

  it('is stopped while it waits', async () => {
    const { player, performed, tidied } = playerOf('one');
    player.play('a.yaml', { paused: true });
    player.stop();
    expect(player.state?.is).toBe('stopped');
    await expect.poll(tidied).toBe(1);
    expect(performed).toEqual([]);
  });

  it('gives way to the next one, which begins when all is tidy', async () => {
    const { player, performed, tidied } = playerOf('one');
    player.play('a.yaml', { paused: true });
    player.play('a.yaml');
    await expect.poll(is(player)).toBe('passed');
    expect(performed).toEqual(['one']);
    await expect.poll(tidied).toBe(2);
  });

  it('that cannot be tidied up after has failed', async () => {
    const { player } = playerOf('leaves a mess');
    player.play('a.yaml');
    await expect.poll(is(player)).toBe('failed');
    expect(player.state?.instead).toBe('something stayed broken');
  });

  it('that there is not is not played', () => {
    expect(playerOf('one').player.play('b.yaml')).toBe('unknown');
  });
});
