import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Server } from 'node:http';
import { Hono } from 'hono';
import { Agent, request } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type HttpServer, startHttpServer } from '../../../../src/adapters/http/server/http-server.ts';
import type { Routes } from '../../../../src/adapters/http/server/routes.ts';
import { rawRequest } from './raw-request.ts';

let server: HttpServer | undefined;
const agent = new Agent({ keepAliveTimeout: 60_000 });
afterEach(async () => {
  await server?.stop(0);
  server = undefined;
});

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function start(): Promise<HttpServer> {
  const app: Routes = new Hono();
  app.get('/quick', (c) => c.text('quick'));
  app.get('/slow', async (c) => {
    await sleep(400);
    return c.text('slow');
  });
  app.get('/never', () => new Promise<Response>(() => undefined));
  server = await startHttpServer(app, { host: '127.0.0.1', port: 0 });
  return server;
}

const get = (port: number, path: string) =>
  request(`http://127.0.0.1:${port}${path}`, { dispatcher: agent }).then(({ body }) => body.text());

describe('A server that is told to stop', () => {
  it('finishes what is under way, then is gone at once, whatever connections are kept alive', async () => {
    const { port, stop } = await start();
    await Promise.all([get(port, '/quick'), get(port, '/quick')]);
    const slow = get(port, '/slow');
    await sleep(100);
    const before = Date.now();
    const stopped = stop(10_000);
    expect(await slow).toBe('slow');
    await stopped;
    expect(Date.now() - before).toBeLessThan(2000);
    await expect(get(port, '/quick')).rejects.toThrow();
  });

  it('cuts what does not finish within its grace', async () => {
    const { port, stop } = await start();
    const never = get(port, '/never').catch(() => 'cut');
    await sleep(100);
    await stop(200);
    expect(await never).toBe('cut');
  });
});

describe('A port that is in use', () => {
  it('is an error that says so', async () => {
    const { port } = await start();
    await expect(startHttpServer(new Hono(), { host: '127.0.0.1', port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});

describe('A connection that cannot be accepted', () => {
  it('is told of, as often as it happens, and others are served', async () => {
    const troubles: Error[] = [];
    const app: Routes = new Hono();
    app.get('/quick', (c) => c.text('quick'));
    const onTrouble = (error: Error) => void troubles.push(error);
    server = await startHttpServer(app, { host: '127.0.0.1', port: 0, onTrouble });
    const serving = new Promise<Server>((resolve) => {
      const hear = (message: unknown) => {
        unsubscribe('http.server.request.start', hear);
        resolve(z.object({ server: z.instanceof(Server) }).parse(message).server);
      };
      subscribe('http.server.request.start', hear);
    });
    await get(server.port, '/quick');
    // As Node tells it when the system has no file left for a connection.
    for (const code of ['ENFILE', 'ENOBUFS']) {
      (await serving).emit('error', Object.assign(new Error('accept'), { code }));
    }
    expect(troubles).toMatchObject([{ code: 'ENFILE' }, { code: 'ENOBUFS' }]);
    expect(await get(server.port, '/quick')).toBe('quick');
  });
});

describe('S23: malformed HTTP is refused and the connection closed:', () => {
  it.each([
    ['length and chunked together', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello'],
    ['two Host headers', 'host: b\r\n\r\n'],
    ['a bare line feed between headers', 'X-A: one\nX-B: two\r\n\r\n'],
    ['a folded header', 'X-A: one\r\n two\r\n\r\n'],
    ['a header without a name', ': x\r\n\r\n'],
    ['a huge header', `X-A: ${'x'.repeat(100_000)}\r\n\r\n`],
  ])('%s', async (_, rest) => {
    const { port } = await start();
    const answer = await rawRequest(port, `GET /quick HTTP/1.1\r\nHost: a\r\n${rest}`, 1500);
    expect([400, 431]).toContain(answer.status);
    expect(answer.head.toLowerCase()).toContain('connection: close');
  });
});
