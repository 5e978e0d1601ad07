import type { Socket } from 'node:net';

/** Resets a connection, or ends it at once where that is not possible any more. */
export function cut(socket: Socket | null): void {
  // While the end of the other side is being answered, Node cannot reset, and would never close the socket.
  if (socket?.writableEnded) socket.destroy();
  else socket?.resetAndDestroy();
}
