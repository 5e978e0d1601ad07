import { expect, it } from 'vitest';
import { peerBreaker } from '../../../src/adapters/circuit-breakers/circuit-breaker.ts';
import type { Delivery } from '../../../src/application/ports/delivery.ts';
import { losesTheCall, postpones } from '../world/fakes/behaviour.ts';
import { virtualClock } from '../world/fakes/virtual-clock.ts';
import { aMinute, world } from '../world/world.ts';

const anHour = 60 * aMinute;

/** From now on the clock tells a time that lies so much earlier; timers go on as before. */
function setBack(clock: { now(): number }, ms: number): void {
  const before = clock.now;
  clock.now = () => before() - ms;
}

it('a party that is left alone is tried again in time, although the clock was set back', async () => {
  const clock = virtualClock();
  const breaker = peerBreaker({ clock, ids: { random: () => 0 }, changed: () => {} });
  const tell = (answer: Delivery, session = 'long failed') =>
    breaker.run({ session, message: session }, async () => answer);
  const refused: Delivery = { outcome: 'not-delivered', cause: 'ECONNREFUSED' };
  for (let time = 0; time < 3; time++) await tell(refused);
  for (let time = 0; time < 6; time++) await tell(refused, `session ${time}`);
  for (const [session, waitMs] of [
    ['long failed', 8000],
    ['new', 5000],
  ] as const) {
    expect(await tell({ outcome: 'delivered' }, session)).toMatchObject({ retryAfterMs: waitMs });
  }
  setBack(clock, anHour);
  expect(await tell({ outcome: 'delivered' })).toMatchObject({ outcome: 'deferred' });
  expect(await tell({ outcome: 'delivered' }, 'new')).toMatchObject({ outcome: 'deferred' });
  await clock.pass(8000);
  expect(await tell({ outcome: 'delivered' })).toEqual({ outcome: 'delivered' });
});

it('a message that was not delivered is sent in time, although the clock was set back', async () => {
  const { clock, customer, agent, teams } = world();
  const pat = customer('Pat');
  await pat.asks();
  teams.mood.say.once(postpones());
  await agent('Dana').says('one');
  setBack(clock, anHour);
  await clock.pass(aMinute);
  expect(teams.seenAt(pat.address)).toEqual(['Dana: one']);
});

it('a turn is answered in time, although the clock was set back', async () => {
  const { clock, customer, desk } = world();
  const really = clock.now;
  desk.mood.start.always({ ...losesTheCall, afterMs: 20 * aMinute });
  const asked = customer('Pat').begins();
  await clock.pass(1000);
  const before = really();
  setBack(clock, anHour);
  await clock.until(asked);
  expect(really() - before).toBeLessThan(10_500);
});
