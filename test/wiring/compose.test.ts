import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../simulators/free-port.ts';
import { inMemoryStore } from '../../src/adapters/storage/in-memory/in-memory-store.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { systemIds } from '../../src/adapters/system/ids.ts';
import type { Tracing } from '../../src/adapters/tracing/tracing.ts';
import { readConfig } from '../../src/config/config.ts';
import { compose } from '../../src/wiring/compose.ts';
import { goodEnvironment } from '../config/good-environment.ts';

/** A service that notes what of its platform is used and closed. */
function notedService(port: number) {
  const noted: string[] = [];
  const inner = inMemoryStore({ clock: systemClock });
  const store = {
    ...inner,
    async overdue(...given: Parameters<typeof inner.overdue>) {
      noted.push('sweep begins');
      await setTimeout(50);
      noted.push('sweep is over');
      return inner.overdue(...given);
    },
    async close() {
      await setTimeout(20);
      noted.push('store is closed');
    },
  };
  const tracing: Tracing = {
    app: (app) => ({
      async fetch(...given) {
        noted.push('request begins');
        await setTimeout(100);
        noted.push('request is answered');
        return app.fetch(...given);
      },
    }),
    store: (given) => given,
    async stop() {
      noted.push('tracing is stopped');
    },
  };
  const config = readConfig({ ...goodEnvironment(), HANDOFF_HOST: '127.0.0.1', PORT: String(port) });
  const log = { info() {}, warn() {}, error() {} };
  return { noted, service: compose(config, { store, clock: systemClock, ids: systemIds, log, tracing }) };
}

describe('A composed service', () => {
  it('stops in order: what is under way ends, then the store closes, then what was traced is sent', async () => {
    const { noted, service } = notedService(0);
    const { port } = await service.server.listen();
    service.deliveries.start();
    const answer = fetch(`http://127.0.0.1:${port}/healthz`);
    await expect.poll(() => noted).toContain('request begins');
    service.sweeping.start();
    await service.stop();
    expect((await answer).status).toBe(200);
    expect(noted.slice(0, 2).toSorted()).toEqual(['request begins', 'sweep begins']);
    expect(noted.slice(2, 4).toSorted()).toEqual(['request is answered', 'sweep is over']);
    expect(noted.slice(4)).toEqual(['store is closed', 'tracing is stopped']);
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  });

  it('that cannot listen says why, and can be stopped all the same', async () => {
    const port = await freePort();
    const other = createServer();
    await new Promise<void>((done) => other.listen(port, '127.0.0.1', done));
    const { noted, service } = notedService(port);
    await expect(service.server.listen()).rejects.toThrow('EADDRINUSE');
    await service.stop();
    expect(noted).toEqual(['store is closed', 'tracing is stopped']);
    other.close();
  });
});
