import type {
  FeedEvent,
  FeedListener,
  FollowedSession,
  LiveChatFeed,
} from '../../../../src/application/ports/live-chat-feed.ts';
import { messageId } from '../../../../src/domain/ids.ts';
import type { VirtualClock } from './virtual-clock.ts';

type Told = Omit<Extract<FeedEvent, { kind: 'message' }>, 'messageId' | 'bookmark'> | Status;
type Status = Omit<Extract<FeedEvent, { kind: 'status' }>, 'messageId' | 'bookmark'>;

/** How a live chat's stream behaves that is not as it should be. */
export interface StreamFaults {
  /** How many events before the bookmark are told again after a connect. */
  overlap: number;
  /** Each event is told so many times. */
  times: number;
  /** The stream is up and says nothing, until that is found out. */
  isDeaf: boolean;
  /** No stream can be had. */
  isAway: boolean;
}

const foundOutAfterMs = 80_000;

interface Stream {
  readonly wake: () => void;
  readonly cut: (error: Error) => void;
}

/**
 * A live chat that is heard on a stream. It keeps everything, and each stream begins by listing what it kept since the
 * bookmark, as a vendor's adapter has to.
 */
export function feedOf(clock: VirtualClock) {
  const kept: FeedEvent[] = [];
  const streams = new Set<Stream>();
  const bookmarks: (string | undefined)[] = [];
  const faults: StreamFaults = { overlap: 0, times: 1, isDeaf: false, isAway: false };

  async function stream(first: number, listener: FeedListener, until: AbortSignal): Promise<void> {
    let next = first;
    let failure: Error | undefined;
    let goOn = () => {};
    const own: Stream = {
      wake: () => goOn(),
      cut(error) {
        failure = error;
        goOn();
      },
    };
    const aborted = () => goOn();
    until.addEventListener('abort', aborted);
    streams.add(own);
    try {
      listener.heard(true);
      while (!until.aborted) {
        if (failure) throw failure;
        const event = faults.isDeaf ? undefined : kept[next];
        if (event === undefined) {
          await new Promise<void>((resolve) => {
            goOn = resolve;
          });
          continue;
        }
        for (let time = 0; time < faults.times; time++) await listener.hear(event);
        next++;
      }
    } finally {
      streams.delete(own);
      until.removeEventListener('abort', aborted);
    }
  }

  const liveChatFeed: LiveChatFeed = {
    async follow({ bookmark }: FollowedSession, listener, until) {
      bookmarks.push(bookmark);
      if (faults.isAway) throw new Error('no stream can be had');
      const at = Number(bookmark ?? 0);
      await stream(Math.max(0, at - faults.overlap), listener, until);
    },
  };

  return {
    liveChatFeed,
    faults,
    /** The bookmarks with which streams were asked for, in order. */
    bookmarks,
    streams: () => streams.size,
    tells(told: Told): void {
      const number = kept.length + 1;
      kept.push({ ...told, messageId: messageId(`f${number}`), bookmark: `${number}` });
      for (const { wake } of streams) wake();
    },
    cut(): void {
      for (const { cut } of [...streams]) cut(new Error('the stream was cut'));
    },
    goesDeaf(): void {
      faults.isDeaf = true;
      clock.after(foundOutAfterMs, () => {
        faults.isDeaf = false;
        this.cut();
      });
    },
  };
}
