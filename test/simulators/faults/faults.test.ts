import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FaultProxy, startFaultProxy } from '../../../simulators/faults/fault-proxy.ts';
import { faultSchedule } from '../../../simulators/faults/schedule.ts';

let peer: Server;
let proxy: FaultProxy;
/** What reached the peer, in order. */
let heard: string[];

beforeEach(async () => {
  heard = [];
  peer = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    heard.push(`${request.method} ${request.url} ${body} ${request.headers['x-mark'] ?? ''}`.trim());
    response.writeHead(201, { 'content-type': 'text/plain', 'x-peer': 'yes' }).end(`heard ${body}`);
  });
  await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
  proxy = await startFaultProxy({ target: `http://127.0.0.1:${portOf(peer)}` });
});

afterEach(async () => {
  await proxy.stop();
  peer.closeAllConnections();
  await new Promise((resolve) => peer.close(resolve));
});

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const post = (text: string, timeoutMs = 3000) =>
  fetch(`${proxy.url}/say?x=1`, {
    method: 'POST',
    body: text,
    headers: { 'x-mark': 'm' },
    signal: AbortSignal.timeout(timeoutMs),
  });

describe('The fault proxy', () => {
  it('hands requests and answers on as they are', async () => {
    const answer = await post('hello');
    expect([answer.status, answer.headers.get('x-peer'), await answer.text()]).toEqual([
      201,
      'yes',
      'heard hello',
    ]);
    expect(heard).toEqual(['POST /say?x=1 hello m']);
    expect(proxy.exchanges[0]).toMatchObject({ status: 201, body: 'hello', peer: { status: 201 } });
  });

  it('holds back', async () => {
    proxy.next({ kind: 'latency', ms: 120 });
    const before = performance.now();
    await post('slowly');
    expect(performance.now() - before).toBeGreaterThanOrEqual(119);
  });

  it('answers in place of the peer, with Retry-After when told', async () => {
    proxy.next({ kind: 'status', status: 502 });
    proxy.next({ kind: 'status', status: 429, retryAfterSeconds: 7 });
    expect((await post('one')).status).toBe(502);
    const limited = await post('two');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect(heard).toEqual([]);
  });

  it.each([200, 302, 403, 404, 405, 502])('lets an intermediary answer %i with a page', async (status) => {
    proxy.next({ kind: 'intermediary', status });
    const answer = await fetch(proxy.url, { method: 'POST', body: 'x', redirect: 'manual' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
    expect(await answer.text()).toMatch(/^<!doctype html>/);
    expect(answer.headers.has('location')).toBe(status === 302);
    expect(heard).toEqual([]);
    expect(proxy.exchanges[0]).toMatchObject({ status, peer: undefined });
  });

  it('lets an intermediary answer 204 with nothing', async () => {
    proxy.next({ kind: 'intermediary', status: 204 });
    const answer = await post('x');
    expect([answer.status, await answer.text(), heard]).toEqual([204, '', []]);
  });

  it('cuts an answer after its status line, or within its body, and tells what the caller knows', async () => {
    for (const bytes of [0, 3]) {
      proxy.next({ kind: 'cut-answer', bytes });
      const answer = await post('cut');
      expect([answer.status, answer.headers.get('x-peer')]).toEqual([201, 'yes']);
      await expect(answer.text()).rejects.toThrow();
    }
    expect(heard).toHaveLength(2);
    await expect.poll(() => proxy.exchanges.every(({ endedAt }) => endedAt)).toBe(true);
    expect(proxy.exchanges.map(({ status, statusLine }) => [status, statusLine])).toEqual([
      [undefined, 201],
      [undefined, 201],
    ]);
  });

  it('lets a message meet the same fault however often it is sent, also after healing', async () => {
    proxy.rule(({ body }) => (body.includes('<script>') ? { kind: 'intermediary', status: 403 } : undefined));
    proxy.next({ kind: 'status', status: 503 });
    expect((await post('a <script>')).status).toBe(403);
    expect((await post('another')).status).toBe(503);
    proxy.follow(undefined);
    expect((await post('a <script>')).status).toBe(403);
    expect((await post('another')).status).toBe(201);
    proxy.rule(undefined);
    expect((await post('a <script>')).status).toBe(201);
  });

  it('resets the connection before the peer hears, or after', async () => {
    proxy.next({ kind: 'reset-before' });
    await expect(post('before')).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(heard).toEqual([]);
    proxy.next({ kind: 'reset-after' });
    await expect(post('after')).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(heard).toEqual(['POST /say?x=1 after m']);
    expect(proxy.exchanges.map(({ status, peer: answer }) => [status, answer?.status])).toEqual([
      [undefined, undefined],
      [undefined, 201],
    ]);
  });

  it('swallows', async () => {
    proxy.next({ kind: 'black-hole' });
    await expect(post('gone', 150)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(heard).toEqual([]);
    await expect.poll(() => proxy.exchanges[0]?.endedAt).toBeGreaterThan(0);
  });

  it('lets an answer trickle, and knows when the caller did not wait for its end', async () => {
    proxy.next({ kind: 'trickle', msPerByte: 20 });
    const before = performance.now();
    expect(await (await post('x')).text()).toBe('heard x');
    expect(performance.now() - before).toBeGreaterThan(120);
    proxy.next({ kind: 'trickle', msPerByte: 1000 });
    await expect(post('y', 150).then((answer) => answer.text())).rejects.toThrow();
    await expect.poll(() => proxy.exchanges[1]?.endedAt).toBeGreaterThan(0);
    expect(proxy.exchanges[1]).toMatchObject({ status: undefined, peer: { status: 201 } });
  });

  it('repeats', async () => {
    proxy.next({ kind: 'duplicate', copies: 4 });
    expect((await post('again')).status).toBe(201);
    expect(heard).toEqual(Array.from({ length: 4 }, () => 'POST /say?x=1 again m'));
  });

  it('lets a later request overtake, or goes on when none comes', async () => {
    proxy.next({ kind: 'reorder', atMostMs: 2000 });
    const first = post('first');
    await expect.poll(() => proxy.exchanges.length).toBe(1);
    await Promise.all([first, post('second')]);
    proxy.next({ kind: 'reorder', atMostMs: 50 });
    await post('alone');
    expect(heard.map((each) => each.split(' ')[2])).toEqual(['second', 'first', 'alone']);
  });

  it('is down for a time, and then back on its port', async () => {
    await post('before');
    await proxy.down();
    await expect(post('during')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await proxy.up();
    expect((await post('after')).status).toBe(201);
    expect(heard).toHaveLength(2);
  });

  it('cuts the caller when the peer is gone', async () => {
    peer.closeAllConnections();
    await new Promise((resolve) => peer.close(resolve));
    await expect(post('nobody')).rejects.toThrow();
  });

  it('lets only some paths meet a fault, and forgets all when healed', async () => {
    proxy.next({ kind: 'status', status: 503 }, { which: '/other', times: 9 });
    expect((await post('x')).status).toBe(201);
    expect((await fetch(`${proxy.url}/other`)).status).toBe(503);
    proxy.follow(undefined);
    expect((await fetch(`${proxy.url}/other`)).status).toBe(201);
  });
});

describe('A schedule of faults', () => {
  const rates = { 'reset-before': 100, 'reset-after': 100, status: 200, latency: 100 };

  it('decides the same for the same seed, and tells itself', () => {
    const [one, again, other] = ['s1', 's1', 's2'].map((seed) => faultSchedule(seed, rates));
    expect(one?.print(200)).toBe(again?.print(200));
    expect(one?.print(200)).not.toBe(other?.print(200));
    expect(one?.print(200)).toMatch(/^seed s1, faults among the first 200 requests:\n {2}request \d+: /);
  });

  it('has each kind about as often as it was told', () => {
    const kinds = Array.from(
      { length: 10_000 },
      (_, number) => faultSchedule('s', rates).faultOf(number).kind,
    );
    const resets = kinds.filter((kind) => kind === 'reset-after').length;
    expect(resets).toBeGreaterThan(850);
    expect(resets).toBeLessThan(1150);
    expect(kinds).not.toContain('black-hole');
  });

  it('is met by the requests of a proxy, the same in a second run', async () => {
    const told = faultSchedule('run', { 'reset-before': 200, status: 300 });
    const run = async (through: FaultProxy) => {
      through.follow(told);
      const outcomes: (number | string)[] = [];
      for (let number = 0; number < 20; number++) {
        const answer = fetch(through.url, { method: 'POST', body: 'x' });
        outcomes.push(
          await answer.then(
            ({ status }) => status,
            () => 'reset',
          ),
        );
      }
      return outcomes;
    };
    const first = await run(proxy);
    const other = await startFaultProxy({ target: `http://127.0.0.1:${portOf(peer)}` });
    expect(await run(other)).toEqual(first);
    await other.stop();
    expect(new Set(first).size).toBeGreaterThan(2);
  });
});
