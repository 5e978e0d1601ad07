import type { Peers } from '../peers.ts';
import { type Ledger, type Losses, ledger, lossesIn } from './relays.ts';

/** What came of one round. Times in milliseconds. */
export interface Round {
  readonly perSecond: number;
  readonly ack: Latencies;
  readonly endToEnd: Latencies;
  readonly losses: Losses;
  readonly count: number;
}

export interface Latencies {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Has the sender of this place send the message of this number; resolves when it was answered. */
export type Send = (sender: number, number: number) => Promise<void>;

interface Load {
  readonly parties: Peers;
  readonly senders: number;
  readonly durationMs: number;
  readonly send: Send;
}

/** Each sender sends its next message when the last was answered and has arrived: as much as the subject can do. */
export async function closedLoop({ parties, senders, durationMs, send }: Load): Promise<Round> {
  const book = ledger(parties);
  const end = performance.now() + durationMs;
  const startedAt = performance.now();
  const one = async (sender: number) => {
    while (performance.now() < end) {
      const { relay, arrival } = book.open(sender, performance.now());
      await send(sender, relay.number);
      relay.ackedAt = performance.now();
      await within(arrival);
    }
  };
  await Promise.all(Array.from({ length: senders }, (_, sender) => one(sender)));
  return roundOf(book, performance.now() - startedAt);
}

/**
 * So many messages a second, each due at its own time whether the ones before were answered or not; latencies count from
 * that time, so a subject that stands still pays for every user who had to wait.
 */
export async function fixedRate({
  parties,
  senders,
  durationMs,
  send,
  perSecond,
}: Load & { readonly perSecond: number }): Promise<Round> {
  const book = ledger(parties);
  const startedAt = performance.now();
  const busy = Array.from({ length: senders }, () => Promise.resolve());
  const all: Promise<void>[] = [];
  const messages = Math.floor((durationMs / 1000) * perSecond);
  for (let number = 0; number < messages; number++) {
    const dueAt = startedAt + (number * 1000) / perSecond;
    const early = dueAt - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, Math.ceil(early)));
    const sender = number % senders;
    // A user writes no second message before the first was taken.
    const sent = (busy[sender] ?? Promise.resolve()).then(async () => {
      const { relay, arrival } = book.open(sender, dueAt);
      await send(sender, relay.number);
      relay.ackedAt = performance.now();
      all.push(within(arrival));
    });
    busy[sender] = sent;
  }
  await Promise.all(busy);
  await Promise.all(all);
  return roundOf(book, performance.now() - startedAt);
}

const patienceMs = 10_000;

/** A message that does not come within ten seconds counts as lost; the round goes on. */
async function within(arrival: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([arrival, patience]);
  clearTimeout(timer);
}

function roundOf(book: Ledger, tookMs: number): Round {
  const { relays } = book;
  const ended = relays.filter(({ arrivedAt, ackedAt }) => arrivedAt !== undefined && ackedAt !== undefined);
  return {
    perSecond: (ended.length * 1000) / tookMs,
    ack: latencies(ended.map(({ ackedAt, dueAt }) => (ackedAt ?? 0) - dueAt)),
    endToEnd: latencies(ended.map(({ arrivedAt, dueAt }) => (arrivedAt ?? 0) - dueAt)),
    losses: lossesIn(book),
    count: ended.length,
  };
}

export function latencies(values: readonly number[]): Latencies {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}
