import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../../simulators/free-port.ts';
import { sendHttpRequest } from '../../../../src/adapters/http/client/http-request.ts';
import {
  type Behaviour,
  cutAfterHead,
  flood,
  headOnly,
  json,
  type OddServer,
  oddServer,
  reset,
  silence,
  text,
  trickle,
} from './odd-server.ts';
import { silentListener } from './silent-listener.ts';
import { UnconnectedDispatcher } from './unconnected-dispatcher.ts';

let server: OddServer;
beforeAll(async () => {
  server = await oddServer();
});
afterAll(() => server.stop());

const post = (timeoutMs = 2000, url = server.url) =>
  sendHttpRequest({ method: 'POST', url, headers: [], body: '{}', timeoutMs });

describe('A call', () => {
  it('gives the status and the JSON of an answer', async () => {
    server.next(json(418, { a: [1] }));
    expect(await post()).toEqual({ outcome: 'answered', status: 418, body: { a: [1] } });
  });

  it.each([
    ['HTML', text(200, '<html>{}</html>')],
    ['nothing', text(204, '')],
    ['JSON that is cut off', text(200, '{"a":')],
  ])('gives no body for %s', async (_, behaviour) => {
    server.next(behaviour);
    expect(await post()).toMatchObject({ outcome: 'answered', body: undefined });
  });

  it('reads no more than 1 MB of 50', async () => {
    let sent = 0;
    server.next(
      flood(50, (bytes) => {
        sent += bytes;
      }),
    );
    expect(await post(10_000)).toMatchObject({ outcome: 'answered', status: 201, body: undefined });
    expect(sent).toBeLessThan(20_000_000);
  });

  it.each([301, 302, 303, 307, 308])('does not follow a redirect of %i', async (status) => {
    const elsewhere = await silentListener();
    server.next(json(status, {}, { location: `http://127.0.0.1:${elsewhere.port}/` }));
    expect(await post()).toMatchObject({ outcome: 'answered', status });
    expect(elsewhere.connections).toBe(0);
    await elsewhere.stop();
  });

  it('is unknown after a reset and a silence, and keeps its deadline', async () => {
    server.next(reset, silence);
    expect(await post()).toMatchObject({ outcome: 'unknown' });
    const before = Date.now();
    expect(await post(300)).toEqual({ outcome: 'unknown', cause: 'timeout' });
    expect(Date.now() - before).toBeLessThan(1500);
  });

  it('is not sent without a listener', async () => {
    const closedPort = `http://127.0.0.1:${await freePort()}/`;
    expect(await post(1000, closedPort)).toEqual({ outcome: 'not-sent', cause: 'ECONNREFUSED' });
  });

  it('is unknown when only the news that the answer will come has come', async () => {
    server.next((response) => {
      response.writeProcessing();
      response.writeEarlyHints({ link: '</a.css>; rel=preload' }, () => response.socket?.resetAndDestroy());
    });
    expect(await post()).toMatchObject({ outcome: 'unknown' });
    server.next((response) => {
      response.writeProcessing();
      json(201, { a: 1 })(response, { url: '', headers: {}, body: '' });
    });
    expect(await post()).toEqual({ outcome: 'answered', status: 201, body: { a: 1 } });
  });

  it('reads an answer that comes in pieces, and one with a byte order mark', async () => {
    server.next(
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"a":"\u00e9');
        setTimeout(() => response.end('\u20ac"}'), 20);
      },
      text(200, '\ufeff{"a":1}'),
    );
    expect(await post()).toMatchObject({ outcome: 'answered', body: { a: 'é€' } });
    expect(await post()).toMatchObject({ outcome: 'answered', body: { a: 1 } });
  });

  it('knows that nothing was sent when its time is over before there is a connection, and sends nothing then', async () => {
    const slow = new UnconnectedDispatcher();
    const called = sendHttpRequest({
      method: 'POST',
      url: server.url,
      headers: [],
      timeoutMs: 50,
      dispatcher: slow,
    });
    expect(await called).toEqual({ outcome: 'not-sent', cause: 'timeout' });
    expect(slow.openConnection()).toBe('aborted');
  });

  it('of an address that is none is unknown and does not throw', async () => {
    expect(await post(1000, 'nowhere')).toMatchObject({ outcome: 'unknown', cause: 'ERR_INVALID_URL' });
  });

  it('says what it was told to say, where it was told to', async () => {
    const headers = ['content-type', 'text/plain', 'x-a', 'b'];
    const url = `${server.url}/a%20b/../c?d=%C3%A9#e`;
    for (let time = 0; time < 2; time++) {
      await sendHttpRequest({ method: 'POST', url, headers, body: 'héllo', timeoutMs: 2000 });
      expect(server.heard.at(-1)).toMatchObject({ url: '/c?d=%C3%A9', body: 'héllo' });
      expect(server.heard.at(-1)?.headers).toMatchObject({
        'content-type': 'text/plain',
        'content-length': '6',
        'x-a': 'b',
      });
    }
  });
});

describe('A status that has come (R26)', () => {
  it.each([
    ['is cut', cutAfterHead(201)],
    ['does not come', headOnly(201)],
    ['trickles without end', trickle],
    ['is too long', flood(50, () => undefined)],
    ['breaks off in a chunk', (response) => void brokenChunk(response)],
  ] satisfies readonly (readonly [string, Behaviour])[])('stays when the body %s', async (_, behaviour) => {
    server.next(behaviour);
    const before = Date.now();
    const called = await post(300);
    expect(called).toMatchObject({ outcome: 'answered', body: undefined, isCut: true });
    expect(Date.now() - before).toBeLessThan(1500);
  });

  it('keeps its Retry-After', async () => {
    server.next(cutAfterHead(503, { 'retry-after': '7' }));
    expect(await post()).toMatchObject({ status: 503, retryAfterMs: 7000, isCut: true });
  });

  const withoutBody = (timeoutMs = 2000) =>
    sendHttpRequest({
      method: 'POST',
      url: server.url,
      headers: [],
      body: '{}',
      timeoutMs,
      isHeadEnough: ({ status }) => status === 201,
    });

  it('is told at once where it says all, and the connection serves the next request', async () => {
    server.next((response) => {
      response.writeHead(201, { 'content-type': 'application/json' });
      response.write('{');
      setTimeout(() => response.end('}'), 400);
    });
    const before = Date.now();
    expect(await withoutBody()).toEqual({ outcome: 'answered', status: 201, body: undefined });
    expect(Date.now() - before).toBeLessThan(350);
    expect(await post()).toMatchObject({ outcome: 'answered', status: 200 });
  });

  it('does not keep a connection whose body never ends', async () => {
    let closed = false;
    server.next((response) => {
      response.on('close', () => {
        closed = true;
      });
      headOnly(201)(response, { url: '', headers: {}, body: '' });
    });
    expect(await withoutBody(200)).toMatchObject({ outcome: 'answered', status: 201 });
    await expect.poll(() => closed).toBe(true);
  });
});

function brokenChunk(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' });
  response.write('{"a":1}', () => response.socket?.end('zz not a length'));
}
