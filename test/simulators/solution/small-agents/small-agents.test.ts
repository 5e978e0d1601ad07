import { describe, expect, it } from 'vitest';
import { perform } from '../performance.ts';
import { type SmallAgent, smallAgents, solutionOfSmallAgent } from './small-agent.ts';

/** What was said in each turn, and why a topic stopped where the case says that it does. */
async function played(small: SmallAgent) {
  const { says, starts, outsideReturns, problems } = perform(solutionOfSmallAgent(small));
  for (const [name, value] of Object.entries(small.returns)) outsideReturns(name, value);
  const turns: unknown[] = [];
  for (const turn of small.play) {
    const before = problems.length;
    if ('starts' in turn) turns.push({ starts: true, copilot: await starts() });
    else {
      const copilot = await says(turn.customer);
      const stops = problems.slice(before).join('; ');
      turns.push({ customer: turn.customer, copilot, ...(stops !== '' && { stops }) });
    }
  }
  return turns;
}

const asExpected = (turn: SmallAgent['play'][number]) =>
  'stops' in turn && turn.stops !== undefined
    ? { ...turn, stops: expect.stringContaining(turn.stops) }
    : turn;

describe('A small agent', () => {
  it.each(smallAgents)('%s', async (_, small) => {
    expect(await played(small), small.right).toEqual(small.play.map(asExpected));
  });
});
