import type { Clock } from '../../../../application/ports/clock.ts';
import { type Frame, frame } from '../wire.ts';

/** What a socket of notifications tells. */
export interface SocketEvents {
  onFrame(frame: Frame): void;
  /** Once, whichever side or silence ended it. */
  onLost(cause: string): void;
}

export interface NotificationSocket {
  close(): void;
}

/** For the connection to stand, in milliseconds. */
const openWithinMs = 10_000;
/** Genesys says something every 30 s. After so long without a word it is asked for one, in milliseconds. */
const askAfterMs = 40_000;
/** A socket that was silent for so long is up and deaf, in milliseconds. */
const deafAfterMs = 70_000;
const lookEveryMs = 10_000;
/** Characters of a frame. A conversation of a queue may have many participants. */
const longestFrame = 1_000_000;

/** Connects to the address of a notification channel. Rejects when it does not stand in time. */
export function openSocket(uri: string, events: SocketEvents, clock: Clock): Promise<NotificationSocket> {
  const socket = new WebSocket(uri);
  const life = { heardAt: clock.now(), isOver: false, cancel: () => {} };
  const over = (cause: string): void => {
    if (life.isOver) return;
    life.isOver = true;
    life.cancel();
    socket.close();
    events.onLost(cause);
  };
  const watch = (): void => {
    const silentMs = clock.now() - life.heardAt;
    if (silentMs >= deafAfterMs) {
      over('silent');
      return;
    }
    if (silentMs >= askAfterMs) socket.send(JSON.stringify({ message: 'ping' }));
    life.cancel = clock.after(lookEveryMs, watch);
  };
  socket.addEventListener('message', ({ data }: { readonly data: unknown }) => {
    life.heardAt = clock.now();
    const told = frameIn(data);
    if (told && !life.isOver) events.onFrame(told);
  });
  return new Promise((resolve, reject) => {
    const giveUp = clock.after(openWithinMs, () => over('not-open-in-time'));
    socket.addEventListener('open', () => {
      giveUp();
      if (life.isOver) return;
      life.heardAt = clock.now();
      life.cancel = clock.after(lookEveryMs, watch);
      resolve({ close: () => over('closed') });
    });
    // An error is always followed by a close, which is where it ends.
    socket.addEventListener('close', ({ code }: { readonly code: number }) => {
      giveUp();
      over(`closed-${code}`);
      reject(new Error(`the socket of notifications was closed with ${code}`));
    });
  });
}

function frameIn(data: unknown): Frame | undefined {
  if (typeof data !== 'string' || data.length > longestFrame) return undefined;
  try {
    return frame.safeParse(JSON.parse(data)).data;
  } catch {
    // What is no JSON tells nothing.
    return undefined;
  }
}
