import type { Peers } from '../peers.ts';

/** One message of a run: when it should have been sent, was answered, and arrived; milliseconds of `performance.now()`. */
export interface Relay {
  readonly number: number;
  readonly sender: number;
  readonly dueAt: number;
  ackedAt: number | undefined;
  arrivedAt: number | undefined;
  /** Arrivals beyond the first. */
  repeats: number;
}

/** Keeps the book of all messages of a run and hears of their arrival. */
export interface Ledger {
  readonly relays: readonly Relay[];
  /** Opens an entry; `arrival` resolves when the text is seen on the other side. */
  open(sender: number, dueAt: number): { readonly relay: Relay; readonly arrival: Promise<void> };
  /** In what order the numbers of each sender arrived. */
  readonly arrivals: ReadonlyMap<number, readonly number[]>;
}

let numbers = 0;

export function ledger(parties: Peers): Ledger {
  const relays: Relay[] = [];
  const waiting = new Map<number, { readonly relay: Relay; readonly arrived: () => void }>();
  const arrivals = new Map<number, number[]>();
  parties.onArrival((tag) => {
    const entry = waiting.get(Number(tag));
    if (entry === undefined) return;
    const { relay, arrived } = entry;
    if (relay.arrivedAt !== undefined) {
      relay.repeats++;
      return;
    }
    relay.arrivedAt = performance.now();
    const order = arrivals.get(relay.sender) ?? [];
    arrivals.set(relay.sender, order);
    order.push(relay.number);
    arrived();
  });
  return {
    relays,
    arrivals,
    open(sender, dueAt) {
      const relay: Relay = {
        number: ++numbers,
        sender,
        dueAt,
        ackedAt: undefined,
        arrivedAt: undefined,
        repeats: 0,
      };
      relays.push(relay);
      const arrival = new Promise<void>((resolve) => {
        waiting.set(relay.number, { relay, arrived: resolve });
      });
      return { relay, arrival };
    },
  };
}

export interface Losses {
  readonly lost: number;
  readonly doubled: number;
  readonly swapped: number;
}

/** What went wrong with messages that were acknowledged. Every sender sends one after the other. */
export function lossesIn({ relays, arrivals }: Ledger): Losses {
  const swapped = [...arrivals.values()].reduce(
    (count, order) => count + order.filter((number, place) => number < (order[place - 1] ?? 0)).length,
    0,
  );
  return {
    lost: relays.filter(({ ackedAt, arrivedAt }) => ackedAt !== undefined && arrivedAt === undefined).length,
    doubled: relays.reduce((count, { repeats }) => count + repeats, 0),
    swapped,
  };
}
