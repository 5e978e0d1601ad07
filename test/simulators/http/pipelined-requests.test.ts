import type { Socket } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { type Listening, listen } from '../../../simulators/http/listen.ts';
import { rawConnection } from '../../adapters/http/server/raw-connection.ts';

let listening: Listening | undefined;
afterEach(() => listening?.stop());

const get = 'GET /page HTTP/1.1\r\nHost: a\r\n\r\n';

describe('A simulator', () => {
  it('answers a few requests that are pipelined, and cuts off a client that pipelines without end', async () => {
    const sockets = new Set<Socket>();
    const app = new Hono<{ Bindings: HttpBindings }>().get('/page', (c) => {
      sockets.add(c.env.incoming.socket);
      return c.text('x'.repeat(100_000));
    });
    listening = await listen(app as unknown as Hono);
    const modest = rawConnection(listening.port, { bytes: get.repeat(16) });
    await expect.poll(() => modest.received().match(/HTTP\/1\.1 200/g)?.length).toBe(16);
    modest.socket.destroy();
    sockets.clear();
    const { socket } = rawConnection(listening.port, { bytes: get.repeat(1200), isRead: false });
    await expect.poll(() => [...sockets].map(({ destroyed }) => destroyed)).toEqual([true]);
    socket.destroy();
  });
});
