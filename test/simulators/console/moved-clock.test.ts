import { expect, it } from 'vitest';
import { movedClock } from '../../../simulators/demo/moved-clock.ts';

const minute = 60_000;

it('A clock that is moved lets fall due what lies in the time that it skips, in order, and nothing else', async () => {
  const clock = movedClock();
  const before = clock.now();
  const ran: string[] = [];
  clock.after(10 * minute, () => ran.push('ten'));
  clock.after(5 * minute, () => ran.push('five'));
  clock.after(30 * minute, () => ran.push('thirty'));
  const cancel = clock.after(minute, () => ran.push('cancelled'));
  cancel();
  clock.skip(20 * minute);
  await expect.poll(() => ran).toEqual(['five', 'ten']);
  expect(clock.now() - before).toBeGreaterThanOrEqual(20 * minute);
  clock.skip(20 * minute);
  await expect.poll(() => ran).toEqual(['five', 'ten', 'thirty']);
});

it('A clock that begins ahead is ahead', () => {
  expect(movedClock(minute).now() - Date.now()).toBeGreaterThan(minute - 5_000);
});
