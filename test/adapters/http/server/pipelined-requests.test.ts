import type { Socket } from 'node:net';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { type HttpServer, startHttpServer } from '../../../../src/adapters/http/server/http-server.ts';
import type { ServerEnv } from '../../../../src/adapters/http/server/routes.ts';
import { rawConnection } from './raw-connection.ts';

let server: HttpServer | undefined;
afterEach(async () => {
  await server?.stop(0);
  server = undefined;
});

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const get = (path: string, head = 'Host: a\r\n') => `GET ${path} HTTP/1.1\r\n${head}\r\n`;
const post = (path: string, body: string) =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const page = 'x'.repeat(200_000);

/** Counts the requests that reach the application, and how many of them are under way at once. */
async function start(answerMs?: number) {
  const seen = { requests: 0, underWay: 0, atOnce: 0, sockets: new Set<Socket>() };
  const app = new Hono<ServerEnv>();
  app.use(async (c, next) => {
    seen.sockets.add(c.env.incoming.socket);
    seen.requests++;
    seen.atOnce = Math.max(seen.atOnce, ++seen.underWay);
    await next();
    seen.underWay--;
  });
  app.get('/page', (c) => c.text(page));
  app.get('/small/:number', (c) => c.text(`small ${c.req.param('number')}.`));
  app.get('/slow/:number', async (c) => {
    await sleep(50);
    return c.text(`slow ${c.req.param('number')}.`);
  });
  app.get('/never', () => new Promise<Response>(() => undefined));
  app.post('/echo', async (c) => c.text(await c.req.text()));
  server = await startHttpServer(app, {
    host: '127.0.0.1',
    port: 0,
    ...(answerMs !== undefined && { answerMs }),
  });
  return { port: server.port, seen };
}

describe('Requests that are pipelined on one connection', () => {
  it('are answered in order, one after the other', async () => {
    const { port, seen } = await start();
    const paths = Array.from(
      { length: 16 },
      (_, number) => `/${number % 4 === 1 ? 'slow' : 'small'}/${number}`,
    );
    const { received } = rawConnection(port, { bytes: paths.map((path) => get(path)).join('') });
    await expect.poll(received, { timeout: 5000 }).toContain('small 15.');
    const answered = [...received().matchAll(/(?:slow|small) (\d+)\./g)].map(([, number]) => Number(number));
    expect(answered).toEqual(paths.map((_, number) => number));
    expect(seen).toMatchObject({ requests: 16, atOnce: 1 });
  });

  it('are answered when they carry bodies, and when they come later', async () => {
    const { port } = await start();
    const bodies = Array.from({ length: 8 }, (_, number) => `${number}:`.padEnd(5000, '.'));
    const { socket, received } = rawConnection(port, {
      bytes: bodies.map((body) => post('/echo', body)).join(''),
    });
    await expect.poll(received, { timeout: 5000 }).toContain(bodies[7]);
    socket.write(get('/small/99'));
    await expect.poll(received, { timeout: 5000 }).toContain('small 99.');
    expect(received().match(/HTTP\/1\.1 200/g)).toHaveLength(9);
  });

  it('up to 60 at once are all answered', async () => {
    const { port } = await start();
    const bytes = Array.from({ length: 60 }, (_, number) => get(`/small/${number}`)).join('');
    const { received } = rawConnection(port, { bytes });
    await expect.poll(() => received().match(/small \d+\./g)?.length, { timeout: 5000 }).toBe(60);
  });
});

describe('S25: a client that pipelines requests without end', () => {
  it.each([
    ['pages', get('/page')],
    ['small answers', get('/small/1')],
    ['an answer that takes its time', get('/never')],
    ['bodies', post('/echo', 'x'.repeat(5000))],
    [
      'bodies in chunks',
      `POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${'1\r\nx\r\n'.repeat(900)}`,
    ],
    ['no Host', get('/small/1', '')],
    ['an Expect of an unknown kind', get('/small/1', 'Host: a\r\nExpect: much\r\n')],
    ['an Expect of 100', get('/small/1', 'Host: a\r\nExpect: 100-continue\r\n')],
  ])('and does not read is cut off at once: %s', async (_, request) => {
    const { port, seen } = await start();
    const { socket } = rawConnection(port, { bytes: get('/slow/1') + request.repeat(1200), isRead: false });
    await expect
      .poll(() => [...seen.sockets].map(({ destroyed }) => destroyed), { timeout: 3000 })
      .toEqual([true]);
    socket.destroy();
    expect(seen.requests).toBeLessThan(70);
  });
});

describe('S25: a client that takes nothing of its answers', () => {
  it('is cut off when its time is over, also when it goes on asking', { timeout: 15_000 }, async () => {
    const answerMs = 1000;
    const { port, seen } = await start(answerMs);
    const connection = rawConnection(port, { isRead: false });
    const timer = setInterval(() => {
      if (connection.socket.writable) connection.socket.write(get('/page'));
    }, 20);
    await connection.closed;
    clearInterval(timer);
    // What the buffers of two sockets of the system hold, and one more.
    expect(seen.requests * page.length).toBeLessThan(16_000_000);
    expect(seen.atOnce).toBe(1);
  });

  it('may be slow, as long as it takes something', { timeout: 15_000 }, async () => {
    const { port } = await start(600);
    const pages = 40;
    const connection = rawConnection(port, { bytes: get('/page').repeat(pages), isRead: false });
    let bytes = 0;
    const { socket } = connection;
    while (bytes < pages * page.length && !connection.isClosed()) {
      await sleep(25);
      bytes += (socket.read() as Buffer | null)?.length ?? 0;
    }
    expect(connection.isClosed()).toBe(false);
    expect(bytes).toBeGreaterThan(pages * page.length);
    socket.destroy();
  });
});
