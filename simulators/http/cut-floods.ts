import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests of one connection that may be unanswered. */
const mostUnanswered = 64;

/** Closes a connection that sends request upon request and takes no answer: Node would keep all of them. */
export function cutFloods(server: Server): void {
  const unanswered = new WeakMap<Socket, number>();
  // Before the listener that answers.
  server.prependListener('request', ({ socket }: IncomingMessage, answer: ServerResponse) => {
    const count = (unanswered.get(socket) ?? 0) + 1;
    unanswered.set(socket, count);
    if (count > mostUnanswered) socket.destroy();
    answer.once('close', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
  });
}
