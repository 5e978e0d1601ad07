import { systemClock } from '../../src/adapters/system/clock.ts';
import type { FeedLeases } from '../../src/application/ports/live-chat-feed.ts';
import type { Outbox } from '../../src/application/ports/outbox.ts';
import type { Retention } from '../../src/application/ports/retention.ts';
import type { SessionStore } from '../../src/application/ports/session-store.ts';
import type { SessionTimelines } from '../../src/application/ports/session-timelines.ts';
import type { StoreHealth } from '../../src/application/ports/store-health.ts';
import { sessionId } from '../../src/domain/ids.ts';
import {
  accept,
  attempt,
  changed,
  ended,
  lane,
  openSession,
  theSession,
} from '../../test/contracts/session-steps.ts';
import { day } from './stored-sessions.ts';

export type Store = SessionStore & Outbox & Retention & StoreHealth & FeedLeases & SessionTimelines;

/** Milliseconds that a task takes: the median of so many times. */
async function median(times: number, task: (number: number) => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let number = 0; number < times; number++) {
    const startedAt = performance.now();
    await task(number);
    taken.push(performance.now() - startedAt);
  }
  return taken.sort((one, other) => one - other)[times >> 1] ?? 0;
}

/** What each kind of step costs a store. */
export async function largeSteps(store: Store, now: number): Promise<readonly (readonly [string, number])[]> {
  const clock = systemClock;
  const open = Array.from({ length: 21 }, (_, number) => sessionId(`open-${number}`));
  for (const id of open) await openSession(store, clock, id);
  const [first = sessionId('')] = open;
  const endWithWords = async (number: number) => {
    const id = open[number] ?? first;
    const end = changed(await theSession(store, id), ended(clock.now()));
    await store.commit({ ...end, deadLetterLanes: ['to-customer'] });
  };
  return [
    [
      'a message, from commit to delivered',
      await median(101, async (number) => {
        await accept(store, clock, `word ${number}`, first);
        await attempt(store, lane(first), { as: 'delivered' });
      }),
    ],
    ['the figures of `/metrics`', await median(11, () => store.metrics())],
    ['a look for due lanes', await median(11, () => store.dueLanes(512))],
    ['a list of 500 dead letters', await median(11, () => store.deadLetters(500))],
    [
      'an end with words that wait',
      await median(21, async (number) => {
        await accept(store, clock, 'word', open[number] ?? first);
        await endWithWords(number);
        await store.deadLettersIn(open[number] ?? first);
      }),
    ],
    ['retention that finds nothing', await median(11, () => store.redactTexts(now - 30 * day, 500))],
    ['deleting 500 ended sessions', await median(5, () => store.deleteEnded(now, 500))],
    ['forgetting 500 answered requests', await median(5, () => store.deleteIdempotencyRecords(now, 500))],
  ];
}
