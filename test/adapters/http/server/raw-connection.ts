import { connect, type Socket } from 'node:net';

export interface RawConnection {
  readonly socket: Socket;
  /** All that has come so far, once it is read. */
  received(): string;
  /** Whether the other side has closed it. */
  isClosed(): boolean;
  /** Resolves with its age in milliseconds when it is closed. */
  readonly closed: Promise<number>;
}

export interface RawConnectionOptions {
  /** Written at once. Default nothing. */
  readonly bytes?: string;
  /** Default true. What is not read fills the buffers of the system, and then those of the server. */
  readonly isRead?: boolean;
}

/** A connection that writes what it is told to, byte by byte, whatever becomes of it. */
export function rawConnection(
  port: number,
  { bytes = '', isRead = true }: RawConnectionOptions = {},
): RawConnection {
  const openedAt = performance.now();
  let text = '';
  let isOver = false;
  const socket = connect(port, '127.0.0.1', () => {
    if (bytes !== '') socket.write(bytes);
  });
  const take = (chunk: Buffer) => {
    text += chunk.toString();
  };
  if (isRead) socket.on('data', take);
  else socket.pause();
  // A connection that is reset says so as an error, and is closed then.
  socket.on('error', () => undefined);
  const closed = new Promise<number>((resolve) => {
    socket.once('close', () => {
      isOver = true;
      resolve(performance.now() - openedAt);
    });
  });
  return { socket, received: () => text, isClosed: () => isOver, closed };
}
