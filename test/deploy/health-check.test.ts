import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { startHttpServer } from '../../src/adapters/http/server/http-server.ts';
import { runScript } from '../adapters/admin/running-script.ts';

describe('The health check', () => {
  it.each(['127.0.0.1', '127.0.0.2', '0.0.0.0', '::1', '::', 'localhost'])(
    'finds a bridge that listens on %s, and no other',
    async (host) => {
      const app = new Hono().get('/healthz', (c) => c.json({ status: 'alive' }));
      const server = await startHttpServer(app, { host, port: 0 });
      const environment = { HANDOFF_HOST: host, PORT: String(server.port) };
      expect(await runScript('check-health.ts', [], environment)).toMatchObject({ code: 0 });
      await server.stop(0);
      expect(await runScript('check-health.ts', [], environment)).toMatchObject({
        code: 1,
        output: expect.stringContaining('does not answer'),
      });
    },
  );
});
