import type { Socket } from 'node:net';

/** Which process of the caller a connection belongs to. Times cannot tell that: a proxy may be late to read. */
export interface CallerRuns {
  connected(socket: Socket): void;
  /** The process is gone, and all that it sent was taken in: from now on, another one connects. */
  restarted(): void;
  of(socket: Socket): number;
}

export function callerRuns(): CallerRuns {
  const runs = new WeakMap<Socket, number>();
  let run = 0;
  return {
    connected: (socket) => void runs.set(socket, run),
    restarted: () => void run++,
    of: (socket) => runs.get(socket) ?? run,
  };
}
