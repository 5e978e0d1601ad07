import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerErrors } from '../../../../src/adapters/http/requests/problem.ts';
import { readBody } from '../../../../src/adapters/http/requests/read-json.ts';
import { type HttpServer, startHttpServer } from '../../../../src/adapters/http/server/http-server.ts';
import type { ServerEnv } from '../../../../src/adapters/http/server/routes.ts';
import { rawConnection } from '../server/raw-connection.ts';
import { rawRequest } from '../server/raw-request.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const limit = 256 * 1024;
let server: HttpServer;
beforeAll(async () => {
  const app = new Hono<ServerEnv>();
  app.post('/', async (c) => c.text(await readBody(c)));
  app.onError(answerErrors(log));
  server = await startHttpServer(app, { host: '127.0.0.1', port: 0 });
});
afterAll(() => server.stop(0));

const post = (body: string | Uint8Array | ReadableStream) =>
  fetch(`http://127.0.0.1:${server.port}/`, { method: 'POST', body, duplex: 'half' } as RequestInit);

const streamed = (...pieces: readonly string[]) =>
  new ReadableStream({
    async start(stream) {
      for (const piece of pieces) {
        stream.enqueue(new TextEncoder().encode(piece));
        await sleep(10);
      }
      stream.close();
    },
  });

describe('A body', () => {
  it.each([0, 1, 1000, 70_000, limit])('of %i bytes is read whole', async (length) => {
    const body = 'x'.repeat(length);
    const answer = await post(body);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(body);
  });

  it('that comes in pieces, cut within a character, is read whole', async () => {
    const answer = await post(streamed('a', 'b€', 'c'));
    expect(await answer.text()).toBe('ab€c');
    const [first, second] = await inTwoPieces(Buffer.from('€€'), 4);
    expect([first, second]).toEqual(['200', '€€']);
  });

  it('of one byte more than 256 KB is 413, with a length and without', async () => {
    expect((await post('x'.repeat(limit + 1))).status).toBe(413);
    expect((await post(streamed('x'.repeat(limit), 'x'))).status).toBe(413);
  });

  it('in chunks of one byte is read whole', async () => {
    const body = Array.from({ length: 40_000 }, (_, at) => String(at % 10)).join('');
    const chunks = [...body].map((each) => `1\r\n${each}\r\n`).join('');
    const head = 'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(await rawRequest(server.port, `${head}${chunks}0\r\n\r\n`)).toMatchObject({ status: 200, body });
  });

  it('that is no UTF-8 is 400', async () => {
    expect((await post(new Uint8Array([0x7b, 0xff, 0x7d]))).status).toBe(400);
  });

  it('of each of many requests at once reaches its own', async () => {
    const bodies = Array.from({ length: 50 }, (_, number) => `body ${number} `.repeat(number * 20));
    const answers = await Promise.all(bodies.map(async (body) => (await post(body)).text()));
    expect(answers).toEqual(bodies);
  });
});

/** The status, and what came back, of a body whose second piece is sent a moment after the first. */
function inTwoPieces(body: Buffer, cut: number): Promise<readonly [string, string]> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(server.port, '127.0.0.1', async () => {
      socket.write(
        `POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`,
      );
      socket.write(body.subarray(0, cut));
      await sleep(20);
      socket.write(body.subarray(cut));
    });
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString();
    });
    socket.once('error', reject);
    socket.once('close', () => resolve([answer.slice(9, 12), answer.split('\r\n\r\n')[1] ?? '']));
  });
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

function heldBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('S13: a body in chunks of one byte', () => {
  it('takes about what it weighs while it waits for its end', async () => {
    const length = 150_000;
    const before = heldBytes();
    const head = 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
    const { socket } = rawConnection(server.port, { bytes: head + '1\r\nx\r\n'.repeat(length) });
    await expect
      .poll(() => socket.bytesWritten - socket.writableLength, { timeout: 5000 })
      .toBeGreaterThan(length);
    await sleep(300);
    expect(heldBytes() - before).toBeLessThan(10 * length);
    socket.destroy();
  });
});
