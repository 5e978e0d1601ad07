import { expect, it } from 'vitest';
import { batchOf, callbackRoutes, saidBy } from './callbacks.ts';

const { post, told } = callbackRoutes({}, 0.1);

it('A conversation that sends too much holds up no other in the same batch, and is repeated', async () => {
  const loud = () => saidBy('loud');
  for (let time = 0; time < 3; time++) expect(await post(batchOf(loud()))).toMatchObject({ status: 200 });
  expect(await post(batchOf(loud(), saidBy('calm')))).toMatchObject({ status: 429 });
  expect(told.map(({ of }) => ('liveChatId' in of ? of.liveChatId : ''))).toEqual([
    'loud',
    'loud',
    'loud',
    'calm',
  ]);
});
