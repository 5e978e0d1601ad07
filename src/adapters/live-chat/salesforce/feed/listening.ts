import type { Clock } from '../../../../application/ports/clock.ts';
import type { HttpOutcome } from '../../../http/client/http-outcome.ts';
import { type ConversationEntry, streamedEvent } from '../wire.ts';
import { type Arrivals, arrivals } from './arrivals.ts';
import type { EventStream, Frame, StreamListener } from './event-stream.ts';

export interface FeedPace {
  /** A stream on which nothing came for so long is deaf, a sign of life included. In milliseconds. */
  readonly deafAfterMs: number;
  /** How often entries are listed although a stream is open, in milliseconds. */
  readonly listEveryMs: number;
}

/** What comes on a stream, or falls due while it is open. */
export type Arrival =
  | {
      readonly type: string;
      readonly eventId?: string;
      readonly conversationId: string;
      readonly entry: ConversationEntry;
    }
  | 'list'
  | 'renew'
  | 'stopped';

interface Listening {
  /** Resolves when the stream is open, or `until` is aborted. Rejects when there is none. */
  begin(open: (listener: StreamListener) => Promise<EventStream>): Promise<void>;
  /** Waits for what comes next. Rejects when the stream is over or deaf. */
  next(): Promise<Arrival>;
  /** From when on it is `renew`, in milliseconds since 1970. */
  renewAt(at: number): void;
  /** It is `list` when the pause between two lists is over. */
  listLater(): void;
  end(): void;
}

interface ListeningOptions {
  readonly clock: Clock;
  readonly pace: FeedPace;
  readonly until: AbortSignal;
}

/** So many events may wait for their effect before the other side has to wait. */
const mostWaiting = 200;

export function listening({ clock, pace, until }: ListeningOptions): Listening {
  const came = arrivals<Arrival | Error>();
  const due = dueTimes(clock);
  const { promise: begun, resolve: isBegun, reject: isRefused } = Promise.withResolvers<void>();
  let stream: EventStream | undefined;
  let isWaiting = false;
  let isEnded = false;
  const stopped = () => {
    isBegun();
    came.push('stopped');
  };
  const deaf = () => {
    // A peer that was told to wait says nothing.
    if (isWaiting) alive();
    else came.push(new Error('the stream is silent'));
  };
  const alive = () => due.set('deaf', pace.deafAfterMs, deaf);
  const frame = (each: Frame) => {
    const arrival = arrivalIn(each);
    if (arrival) came.push(arrival);
    if (came.size <= mostWaiting || isWaiting) return;
    isWaiting = true;
    stream?.pause();
  };
  const listLater = () => due.set('list', pace.listEveryMs, () => came.push('list'));

  return {
    async begin(open) {
      until.addEventListener('abort', stopped);
      open(listenerOf({ came, isBegun, isRefused, alive, frame })).then((opened) => {
        stream = opened;
        if (isEnded) opened.close();
      }, isRefused);
      await begun;
      alive();
      listLater();
    },
    async next() {
      if (until.aborted) return 'stopped';
      const arrival = await came.next();
      if (isWaiting && came.size < mostWaiting / 2) {
        isWaiting = false;
        stream?.resume();
      }
      if (arrival instanceof Error) throw arrival;
      return arrival;
    },
    renewAt: (at) => due.set('renew', at - clock.now(), () => came.push('renew')),
    listLater,
    end() {
      isEnded = true;
      due.clear();
      until.removeEventListener('abort', stopped);
      stream?.close();
    },
  };
}

interface Beginning extends Pick<StreamListener, 'alive' | 'frame'> {
  readonly came: Pick<Arrivals<Arrival | Error>, 'push'>;
  readonly isBegun: () => void;
  readonly isRefused: (why: Error) => void;
}

/** A stream that is over before it was open is refused. */
function listenerOf({ came, isBegun, isRefused, alive, frame }: Beginning): StreamListener {
  let isOpen = false;
  return {
    alive,
    frame,
    opened() {
      isOpen = true;
      isBegun();
    },
    over(why) {
      if (isOpen) came.push(failure(why));
      else isRefused(failure(why));
    },
  };
}

/** One time for each name; another one replaces it. */
function dueTimes(clock: Pick<Clock, 'after'>) {
  const cancels = new Map<string, () => void>();
  return {
    set(name: string, ms: number, task: () => void): void {
      cancels.get(name)?.();
      cancels.set(name, clock.after(Math.max(0, ms), task));
    },
    clear(): void {
      for (const cancel of cancels.values()) cancel();
    },
  };
}

const failure = (why: HttpOutcome): Error =>
  new Error(`the stream is over: ${why.outcome === 'answered' ? why.status : why.cause}`);

/** An event that is none, such as a sign of life or one of a kind that is not known, is left out. */
function arrivalIn({ event = '', id, data }: Frame): Arrival | undefined {
  const told = streamedEvent.safeParse(json(data)).data;
  if (told === undefined) return undefined;
  const { conversationId, conversationEntry: entry } = told;
  const type = entry.entryType ?? event;
  return { type, conversationId, entry, ...(id !== undefined && { eventId: id }) };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
