import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpServer, startHttpServer } from '../../../../src/adapters/http/server/http-server.ts';
import type { ServerEnv } from '../../../../src/adapters/http/server/routes.ts';
import { withSafeHeaders } from '../../../../src/adapters/http/server/safe-headers.ts';

const usual = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=15552000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
};

const app = new Hono<ServerEnv>();
app.get('/fine', (c) => c.json({}));
app.get('/empty', (c) => c.body(null, 204));
app.get('/own', (c) => c.body('', 200, { 'referrer-policy': 'origin' }));
app.get('/defect', () => {
  throw new Error('a defect');
});
app.onError((_, c) => c.text('', 500));
app.fetch = withSafeHeaders(app.fetch);

let server: HttpServer;
beforeAll(async () => {
  server = await startHttpServer(app, { host: '127.0.0.1', port: 0 });
});
afterAll(() => server.stop(0));

const ways = [
  ['through a server', (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`)],
  ['without one', async (path: string) => app.request(path)],
] as const;

describe.each(ways)('Every answer %s', (_, get) => {
  it.each(['/fine', '/empty', '/defect', '/nowhere'])('has the usual headers: %s', async (path) => {
    expect(Object.fromEntries((await get(path)).headers)).toMatchObject(usual);
  });

  it('leaves the last word to its route', async () => {
    const headers = Object.fromEntries((await get('/own')).headers);
    expect(headers).toMatchObject({ ...usual, 'referrer-policy': 'origin' });
  });
});
