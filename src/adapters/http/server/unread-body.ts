import type { IncomingMessage, ServerResponse } from 'node:http';

/** Bytes that are thrown away of a body when its request is answered. */
const mostThrownAwayBytes = 256 * 1024;
/** How long the rest of such a body may take, and how long its sender has to read the answer, in milliseconds. */
const patienceMs = 1000;

/**
 * Bounds what is read of a body after the answer: Node would read on to its end, however far that is. The connection of
 * a body that goes on is closed a little later than it could be, since closing it at once would take the answer along.
 */
export function boundUnreadBody(incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (!('content-length' in incoming.headers || 'transfer-encoding' in incoming.headers)) return;
  // Before Node's own listener, which has the body read to its end unless that has begun.
  outgoing.prependOnceListener('finish', () => {
    if (!incoming.complete) throwAway(incoming);
  });
}

function throwAway(incoming: IncomingMessage): void {
  const { socket } = incoming;
  const most = socket.bytesRead + mostThrownAwayBytes;
  const timer = setTimeout(() => socket.destroy(), patienceMs);
  incoming.once('close', () => clearTimeout(timer));
  incoming.on('data', () => {
    if (socket.bytesRead > most) incoming.pause();
  });
  incoming.resume();
}
