import { expect, it } from 'vitest';
import type { Delivery } from '../../src/application/ports/delivery.ts';
import type { DeliveryAttempt } from '../../src/application/ports/delivery-attempt.ts';
import { attempt } from './delivery-attempt.ts';

/** The other end of what goes to the customer's side, and ways to break it. */
export interface OtherEnd {
  /** The next send takes effect, and its answer gets lost. */
  loseNextAnswer(): void;
  /** Nothing listens any more. */
  goAway(): Promise<void>;
  stop(): Promise<void>;
}

/** One send, as an attempt, and how often something has arrived by it. */
interface Sender {
  send(attempt: DeliveryAttempt): Promise<Delivery>;
  arrivals(): number;
  readonly end: OtherEnd;
}

/** What every send to the customer's side keeps, whatever it says. */
export function itSendsWhatIsWanted(of: () => Sender): void {
  it('sends nothing when its session does not want it any more', async () => {
    const { send, arrivals } = of();
    const unwanted = { ...attempt, isStillWanted: async () => false };
    expect(await send(unwanted)).toEqual({ outcome: 'rejected', cause: 'ended' });
    expect(arrivals()).toBe(0);
  });

  it.each([
    ['ended', { outcome: 'rejected', cause: 'ended' }],
    ['late', { outcome: 'not-delivered', cause: 'late' }],
  ] as const)('sends nothing when it is %s in the moment of the first byte', async (why, expected) => {
    const { send, arrivals } = of();
    const isStillWanted = Object.assign(async () => true, { whyNot: () => why });
    expect(await send({ ...attempt, isStillWanted })).toEqual(expected);
    expect(arrivals()).toBe(0);
  });

  it('does not know what happened when the answer gets lost', async () => {
    const { send, arrivals, end } = of();
    end.loseNextAnswer();
    expect(await send(attempt)).toMatchObject({ outcome: 'unknown' });
    expect(arrivals()).toBe(1);
  });

  it('knows that nothing happened when nothing listens', async () => {
    const { send, end } = of();
    await end.goAway();
    expect(await send(attempt)).toMatchObject({ outcome: 'not-delivered' });
  });
}
