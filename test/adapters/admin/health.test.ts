import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newMetrics } from '../../../src/adapters/admin/metrics/metrics.ts';
import { adminRoutes } from '../../../src/adapters/admin/routes.ts';
import { refusalsIn } from '../../../src/adapters/http/limits/refusals.ts';
import { throttles } from '../../../src/adapters/http/limits/throttles.ts';
import { inMemoryStore } from '../../../src/adapters/storage/in-memory/in-memory-store.ts';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { testClock } from '../../contracts/test-clock.ts';
import { callbackOf, openSession, postSigned } from '../live-chat/callbacks.ts';
import { type OperatedBridge, startOperatedBridge, withDeadLetter } from './operator.ts';

let world: OperatedBridge;
beforeAll(async () => {
  world = await startOperatedBridge();
});
afterAll(() => world.stop());

describe('GET /readyz', () => {
  it('says publicly that the bridge is ready, and no more than that', async () => {
    const answer = await world.ask('GET', '/readyz', { authorization: '' });
    expect(answer).toMatchObject({ status: 200, body: { status: 'ready' } });
    const peers = [
      { role: 'live-chat', id: 'reference', state: 'closed', hasAnswered: false },
      { role: 'channel', id: 'msteams', state: 'closed', hasAnswered: false },
      { role: 'caller', id: 'skill', state: 'closed', hasAnswered: false },
    ];
    const feeds = { followed: 0, unheard: 0, longestUnheardMs: 0 };
    expect(answer.body).toEqual({ status: 'ready', peers: expect.arrayContaining(peers), feeds });
    expect(answer.body).toHaveProperty('peers.length', peers.length);
  });

  it('answers 503 while nothing can be stored', async () => {
    const health = { ...inMemoryStore({ clock: systemClock }), isWritable: async () => false };
    const absent = async () => undefined;
    const deadLetters = {
      list: async () => [],
      show: absent,
      replay: async () => 'unknown' as const,
      drop: async () => 'unknown' as const,
    };
    const eraseCustomer = async () => ({ ended: 0, erased: 0 });
    const reachability = {
      stateOf: () => 'open' as const,
      states: () => [{ role: 'live-chat', id: 'reference', state: 'open', hasAnswered: false } as const],
    };
    const metrics = newMetrics();
    const bytes = { bytesPerConversation: 1, bytesPerSession: 1 };
    const rate = { perConversation: 1, perSession: 1, perAddress: 1, ...bytes, trustedProxies: [] };
    const refusals = refusalsIn({ info() {}, warn() {}, error() {} });
    const feeds = { health: () => ({ followed: 0, unheard: 0, longestUnheardMs: 0 }) };
    const clock = testClock();
    const timelines = inMemoryStore({ clock });
    const seen = { metrics, reachability, refusals, feeds, timelines, clock };
    const operated = { deadLetters, eraseCustomer, health, ...seen };
    const routes = adminRoutes({ ...operated, token: () => undefined, throttles: throttles(rate) });
    const answer = await routes.request('/readyz');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
  });
});

/** The values of all samples by their names and labels. */
async function samples(): Promise<ReadonlyMap<string, number>> {
  const { status, text } = await world.ask('GET', '/metrics');
  expect(status).toBe(200);
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  for (const line of lines) {
    expect(line).toMatch(/^[a-z0-9_]+(\{([a-z_]+="[a-zA-Z0-9.+/:_-]*",?)+\})? ([0-9.e-]+|nan)$/i);
  }
  return new Map(lines.map((line) => [seriesOf(line), Number(line.split(' ').at(-1))]));
}

/** Name and labels of a sample, with the bound of a bucket last: the order of labels means nothing. */
const seriesOf = (line: string): string =>
  line.replace(/ \S+$/, '').replace(/\{(le="[^"]+"),(.+)\}/, '{$2,$1}');

describe('GET /metrics', () => {
  it('is for operators', async () => {
    expect((await world.ask('GET', '/metrics', { authorization: '' })).status).toBe(401);
  });

  it('counts sessions, messages, dead letters and latencies, and contains no names', async () => {
    const { customer, chat, copilot } = await openSession(world);
    world.microsoft.teams.failNext({ status: 503, headers: { 'retry-after': '0' } });
    await postSigned(world, callbackOf(chat.id, { message: 'Hello there' }));
    await customer.sees('Hello there');
    await withDeadLetter(world, 'Never seen');
    await copilot.message('end handoff');
    await expect
      .poll(async () => (await samples()).get('handoff_delivered_total{direction="to-customer"}'))
      .toBeGreaterThanOrEqual(1);
    const found = await samples();
    const of = (name: string) => found.get(name) ?? 0;
    expect(of('handoff_sessions{state="ended",reason="customer"}')).toBe(1);
    expect(of('handoff_dead_letters{direction="to-customer"}')).toBe(1);
    expect(of('handoff_dead_lettered_total{direction="to-customer"}')).toBe(1);
    expect(of('handoff_retried_total{direction="to-customer"}')).toBeGreaterThanOrEqual(1);
    expect(of('handoff_accepted_total{direction="to-live-chat"}')).toBeGreaterThanOrEqual(2);
    expect(found.has('handoff_waiting_messages{direction="to-customer"}')).toBe(true);
    const count = of('handoff_delivery_seconds_count{direction="to-customer"}');
    expect(of('handoff_delivery_seconds_bucket{direction="to-customer",le="+Inf"}')).toBe(count);
    expect(of('handoff_delivery_seconds_bucket{direction="to-customer",le="1800"}')).toBe(count);
    const commits = of('handoff_commit_seconds_count');
    expect(commits).toBeGreaterThan(0);
    expect(of('handoff_commit_seconds_bucket{le="10"}')).toBe(commits);
    expect(of('handoff_commit_seconds_sum')).toBeLessThan(10);
    const { text } = await world.ask('GET', '/metrics');
    for (const secret of ['Hello there', 'Anna', customer.id, chat.id]) expect(text).not.toContain(secret);
  });
});

describe('The alerts of deploy/observability', () => {
  it('count with counters, and do not fire when a dead letter is dropped', async () => {
    const page = await readFile('deploy/observability/alerts.yaml', 'utf8');
    const counted = [...page.matchAll(/\b(?:increase|rate)\((\w+)/g)].map(([, name = '']) => name);
    expect(counted).toContain('handoff_dead_lettered_total');
    const figures = async () => (await world.ask('GET', '/metrics')).text;
    const types = new Map(
      [...(await figures()).matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(
        ([, ...pair]) => pair as [string, string],
      ),
    );
    for (const name of counted) {
      const [histogram, suffix] = name.split(/(?=_bucket$)/);
      expect(types.get(histogram ?? name), name).toBe(suffix === undefined ? 'counter' : 'histogram');
    }
    const figure = async (name: string) =>
      Number(new RegExp(`^${name}\\{direction="to-customer"\\} (\\d+)$`, 'm').exec(await figures())?.[1]);
    const { letter } = await withDeadLetter(world, 'Never mind');
    const before = await figure('handoff_dead_lettered_total');
    expect(before).toBeGreaterThan(0);
    expect((await world.ask('DELETE', `/admin/dead-letters/${letter.id}`)).status).toBe(200);
    expect(await figure('handoff_dead_lettered_total')).toBe(before);
  });

  it('name figures that there are', async () => {
    const page = await readFile('docs/operations.md', 'utf8');
    const { text } = await world.ask('GET', '/metrics');
    const there = new Set([...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name));
    const named = new Set([...page.matchAll(/\b(handoff_\w+?)(?:_bucket)?\b/g)].map(([, name]) => name));
    expect(named).toContain('handoff_breaker_state');
    expect([...named].filter((name) => !there.has(name))).toEqual([]);
  });
});
