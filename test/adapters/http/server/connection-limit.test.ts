import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type HttpServer,
  mostConnections,
  startHttpServer,
} from '../../../../src/adapters/http/server/http-server.ts';
import { type RawConnection, rawConnection } from './raw-connection.ts';

let server: HttpServer | undefined;
const opened: RawConnection[] = [];
afterEach(async () => {
  for (const { socket } of opened.splice(0)) socket.destroy();
  await server?.stop(0);
  server = undefined;
});

const maxConnections = 10;
const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;

async function start() {
  const troubles: Error[] = [];
  const app = new Hono();
  app.get('/quick', (c) => c.text('quick'));
  const seen = { underWay: 0 };
  app.get('/never', () => {
    seen.underWay++;
    return new Promise<Response>(() => undefined);
  });
  const onTrouble = (error: Error) => void troubles.push(error);
  server = await startHttpServer(app, { host: '127.0.0.1', port: 0, maxConnections, onTrouble });
  const { port } = server;
  const open = (bytes = '') => {
    const connection = rawConnection(port, { bytes });
    opened.push(connection);
    return connection;
  };
  const opening = async (bytes?: string) => {
    const connection = open(bytes);
    await new Promise((resolve) => connection.socket.once('connect', resolve));
    return connection;
  };
  const busy = async (count: number) => {
    const connections = Array.from({ length: count }, () => open(get('/never')));
    await expect.poll(() => seen.underWay).toBe(count);
    return connections;
  };
  return { troubles, open, opening, busy };
}

describe('S15: when as many connections are open as may be', () => {
  it('a new one takes the place of one that has not asked for anything yet, the oldest first', async () => {
    const { open, opening, troubles } = await start();
    const served = await opening(get('/quick'));
    await expect.poll(served.received).toContain('quick');
    const silent: RawConnection[] = [];
    for (let count = 1; count < maxConnections; count++) silent.push(await opening());
    const late = [open(get('/quick')), open(get('/quick'))];
    for (const { received } of late) await expect.poll(received).toContain('quick');
    await Promise.all([silent[0]?.closed, silent[1]?.closed]);
    expect(silent.filter(({ isClosed }) => isClosed())).toHaveLength(2);
    served.socket.write(get('/quick'));
    await expect.poll(() => served.received().match(/quick/g)?.length).toBe(2);
    expect(troubles).toEqual([]);
  });

  it('one that is idle gives way, and one with a request under way does not', async () => {
    const { open, opening, busy } = await start();
    const waiting = await busy(maxConnections - 1);
    const idle = await opening(get('/quick'));
    await expect.poll(idle.received).toContain('quick');
    const late = open(get('/quick'));
    await expect.poll(late.received).toContain('quick');
    expect(idle.isClosed()).toBe(true);
    expect(waiting.some(({ isClosed }) => isClosed())).toBe(false);
  });

  it('and all are busy, a new one is refused, and that is told once', async () => {
    const { open, busy, troubles } = await start();
    await busy(maxConnections);
    for (let count = 0; count < 3; count++) await open(get('/quick')).closed;
    expect(troubles).toMatchObject([{ name: 'TooManyConnections' }]);
  });

  it('that is a thousand, unless told otherwise', () => {
    expect(mostConnections).toBe(1000);
  });
});
