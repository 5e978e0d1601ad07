import { connect } from 'node:net';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type HttpServer,
  keepAliveMs,
  startHttpServer,
} from '../../../../src/adapters/http/server/http-server.ts';

let server: HttpServer | undefined;
afterEach(() => server?.stop(0));

/** Node itself adds this to what it is told, so that a request under way is not cut off. */
const graceOfNodeMs = 1000;

interface Kept {
  readonly answers: string;
  /** From the last answer to the end of the connection. */
  readonly idleMs: number;
}

/** Sends two requests on one connection, a pause apart, and then nothing more. */
function keepOpen(port: number, pauseMs: number): Promise<Kept> {
  const request = 'GET / HTTP/1.1\r\nHost: bridge\r\n\r\n';
  return new Promise((resolve, reject) => {
    let answers = '';
    let lastAt = performance.now();
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    setTimeout(() => socket.write(request), pauseMs);
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      answers += chunk.toString();
      lastAt = performance.now();
    });
    socket.on('close', () => resolve({ answers, idleMs: performance.now() - lastAt }));
  });
}

describe('S15: a connection that is kept alive', () => {
  it('serves again within its time, and is let go when it has been idle for that long', async () => {
    const idleMs = 600;
    const app = new Hono().get('/', (c) => c.text('here'));
    server = await startHttpServer(app, { host: '127.0.0.1', port: 0, idleMs });
    const kept = await keepOpen(server.port, idleMs / 2);
    expect(kept.answers.match(/200 OK/g)).toHaveLength(2);
    expect(kept.idleMs).toBeGreaterThanOrEqual(idleMs - 50);
    expect(kept.idleMs).toBeLessThan(idleMs + graceOfNodeMs + 1500);
  });

  it('has 60 s unless told otherwise', async () => {
    expect(keepAliveMs).toBe(60_000);
    const app = new Hono().get('/', (c) => c.text('here'));
    server = await startHttpServer(app, { host: '127.0.0.1', port: 0 });
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(server?.port ?? 0, '127.0.0.1', () =>
        socket.write('GET / HTTP/1.1\r\nHost: bridge\r\n\r\n'),
      );
      socket.once('error', reject);
      socket.once('data', (chunk: Buffer) => {
        resolve(chunk.toString());
        socket.destroy();
      });
    });
    expect(answer.toLowerCase()).toContain('keep-alive: timeout=60');
  });
});
