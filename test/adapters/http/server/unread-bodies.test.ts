import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type OperatedBridge, startOperatedBridge } from '../../admin/operator.ts';
import { rawConnection } from './raw-connection.ts';

let world: OperatedBridge;
/** Each bridge serves the callbacks of one live chat. */
let withSample: OperatedBridge;
const sockets = new Map<number, Socket>();
const started = z.object({ socket: z.instanceof(Socket) });
const hear = (message: unknown) => {
  const { socket } = started.parse(message);
  if (socket.remotePort !== undefined) sockets.set(socket.remotePort, socket);
};
beforeAll(async () => {
  world = await startOperatedBridge();
  withSample = await startOperatedBridge({ liveChatKind: 'contoso-sample' });
  subscribe('http.server.request.start', hear);
});
afterAll(async () => {
  unsubscribe('http.server.request.start', hear);
  await Promise.all([world.stop(), withSample.stop()]);
});

const portOf = ({ url }: OperatedBridge): number => Number(new URL(url).port);

const kilobyte = 1024;
/** The limit, as much again that is thrown away, and what buffers hold. */
const mostRead = 768 * kilobyte;
const piece = 'x'.repeat(16 * kilobyte);
const chunk = `${piece.length.toString(16)}\r\n${piece}\r\n`;

/** Sends without end, and resolves with what was answered and how much of it was read once it is cut off. */
async function flood(head: string, piece: string, bridge = world) {
  const { socket, received, closed } = rawConnection(portOf(bridge), { bytes: `${head}\r\n\r\n` });
  const more = () => {
    while (socket.writable && socket.write(piece));
  };
  socket.on('drain', more);
  socket.once('connect', more);
  const localPort = await new Promise<number>((resolve) =>
    socket.once('connect', () => resolve(socket.localPort ?? 0)),
  );
  const ageMs = await closed;
  return { ageMs, status: Number(received().slice(9, 12)), read: sockets.get(localPort)?.bytesRead };
}

const routes: readonly (readonly [string, number])[] = [
  ['POST /api/messages', 401],
  ['POST /api/messages/proactive', 413],
  ['POST /api/livechat/messages', 413],
  ['POST /admin/erase', 401],
  ['POST /admin/dead-letters/hs_1/replay', 401],
  ['DELETE /admin/dead-letters/hs_1', 401],
  ['GET /healthz', 200],
  ['GET /docs', 200],
  ['POST /nowhere', 404],
  ['PATCH /api/messages', 404],
];
const encodings: readonly (readonly [string, string, string])[] = [
  ['in chunks', 'Transfer-Encoding: chunked', chunk],
  ['of a declared gigabyte', 'Content-Length: 1000000000', piece],
];

describe('S13: an endless body', () => {
  it.concurrent.each(
    routes.flatMap(([route, status]) => encodings.map((encoding) => ({ route, status, encoding }))),
  )(
    '$encoding.0 to $route is answered $status, read to a limit, and cut off',
    async ({ route, status, encoding: [, header, piece] }) => {
      const bridge = route.includes('livechat') ? withSample : world;
      const answer = await flood(`${route} HTTP/1.1\r\nHost: a\r\n${header}`, piece, bridge);
      expect(answer.status).toBe(status);
      expect(answer.read).toBeLessThan(mostRead);
      expect(answer.ageMs).toBeLessThan(3000);
    },
  );

  it('to a route that lets an operator in is read no further', async () => {
    const head = `POST /admin/erase HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${world.token}`;
    const answer = await flood(`${head}\r\nTransfer-Encoding: chunked`, chunk);
    expect(answer).toMatchObject({ status: 413 });
    expect(answer.read).toBeLessThan(mostRead);
  });

  it.each(['gzip', 'br', 'deflate'])('in %s is 415 and read no further', async (encoding) => {
    const head = `POST /api/messages/proactive HTTP/1.1\r\nHost: a\r\nContent-Encoding: ${encoding}`;
    const answer = await flood(`${head}\r\nTransfer-Encoding: chunked`, chunk);
    expect(answer).toMatchObject({ status: 415 });
    expect(answer.read).toBeLessThan(mostRead);
  });
});

describe('A body that is a little too large', () => {
  it('is thrown away, and the connection goes on', async () => {
    const body = 'x'.repeat(300 * kilobyte);
    const head = 'POST /api/messages/proactive HTTP/1.1\r\nHost: a';
    const { socket, received } = rawConnection(portOf(world), {
      bytes: `${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    });
    await expect.poll(received).toMatch(/^HTTP\/1\.1 413/);
    socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
    await expect.poll(received).toContain('alive');
    socket.destroy();
  });
});
