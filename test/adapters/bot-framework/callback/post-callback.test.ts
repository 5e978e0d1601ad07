import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postCallback } from '../../../../src/adapters/bot-framework/callback/post-callback.ts';
import { type OddServer, oddServer, text } from '../../http/client/odd-server.ts';

let server: OddServer;
beforeAll(async () => {
  server = await oddServer();
});
afterAll(() => server.stop());

const post = (callback = `${server.url}/agent?sig=1`) => postCallback(() => true)({ callback, body: '{}' });

describe('An activity that is posted to a callback', () => {
  it.each([200, 201, 202])('is delivered by %i with an empty body', async (status) => {
    server.next((response) => response.writeHead(status).end());
    expect(await post()).toEqual({ outcome: 'delivered' });
  });

  it.each([401, 403, 404, 410])('awaits the next turn after %i', async (status) => {
    server.next(text(status, ''));
    expect(await post()).toMatchObject({ outcome: 'deferred', cause: 'awaits-turn' });
  });

  it.each([
    [413, { outcome: 'rejected', cause: '413' }],
    [429, { outcome: 'not-delivered', cause: '429', retryAfterMs: 7000 }],
    [503, { outcome: 'not-delivered', cause: '503', retryAfterMs: 7000 }],
    [500, { outcome: 'unknown', cause: '500' }],
    [302, { outcome: 'not-delivered', cause: '302' }],
  ])('is judged by %i', async (status, expected) => {
    server.next(text(status, '', { 'retry-after': '7', location: 'https://evil.example/' }));
    expect(await post()).toMatchObject(expected);
  });

  it.each([
    [200, { outcome: 'unknown', cause: '200' }],
    [403, { outcome: 'not-delivered', cause: '403' }],
    [404, { outcome: 'not-delivered', cause: '404' }],
    [413, { outcome: 'not-delivered', cause: '413' }],
  ])('is not judged by the page of an intermediary (%i)', async (status, expected) => {
    server.next(text(status, '<html>Request blocked</html>', { 'content-type': 'text/html; charset=utf-8' }));
    expect(await post()).toMatchObject({ ...expected, isForeign: true });
  });

  it('is not known to be delivered by a 204, which no callback answers', async () => {
    server.next((response) => response.writeHead(204).end());
    expect(await post()).toMatchObject({ outcome: 'unknown', cause: '204', isForeign: true });
  });

  it.each(["/a/../b?sig=x%2By'z&id=19:x@thread.v2", '?sig=1', ''])('goes to %j as it is', async (target) => {
    await post(`${server.url}${target}`);
    const { url, headers } = server.heard.at(-1) ?? {};
    expect(url).toBe(target.startsWith('/') ? target : `/${target}`);
    expect(headers).not.toHaveProperty('authorization');
  });

  it('goes nowhere that is not allowed', async () => {
    const before = server.heard.length;
    const refused = await postCallback(() => false)({ callback: `${server.url}/x`, body: '{}' });
    expect(refused).toEqual({ outcome: 'rejected', cause: 'service-host-not-allowed' });
    expect(server.heard).toHaveLength(before);
  });
});
