import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiDocument } from '../../../src/adapters/http/server/api-routes.ts';
import { fits } from '../http/docs/openapi-rules.ts';
import { startRunningBridge } from '../http/running-bridge.ts';
import { rawRequest } from '../http/server/raw-request.ts';
import { askerOf, eventually, type OperatedBridge, startOperatedBridge, withDeadLetter } from './operator.ts';

let world: OperatedBridge;
let document: ApiDocument;
beforeAll(async () => {
  world = await startOperatedBridge();
  document = (await (await fetch(`${world.url}/openapi.json`)).json()) as ApiDocument;
});
afterAll(() => world.stop());

const routes = [
  ['GET', '/admin/dead-letters', 'listDeadLetters'],
  ['GET', '/admin/dead-letters/x', 'showDeadLetter'],
  ['POST', '/admin/dead-letters/x/replay', 'replayDeadLetter'],
  ['DELETE', '/admin/dead-letters/x', 'dropDeadLetter'],
] as const;

describe.each(routes)('%s %s', (method, path, operation) => {
  it.each([
    ['no token', ''],
    ['another token', 'Bearer 0123456789abcdef0123456789abcdef'],
    ['a token of another kind', 'Basic dXNlcjpwYXNz'],
    ['an empty token', 'Bearer '],
  ])('is refused with %s', async (_, authorization) => {
    const answer = await world.ask(method, path, { authorization });
    expect(answer.status).toBe(401);
    expect(fits(document, operation, answer)).toEqual([]);
  });

  it('is refused with half of the token, and with more than it', async () => {
    const half = world.token.slice(0, 16);
    for (const token of [half, `${world.token}x`, world.token.toUpperCase()]) {
      const answer = await world.ask(method, path, { authorization: `Bearer ${token}` });
      expect(answer.status).toBe(401);
    }
  });

  it('is not there for a bridge without a token', async () => {
    const other = await startRunningBridge();
    const ask = askerOf(other.url, '');
    for (const authorization of ['', `Bearer ${world.token}`, 'Bearer undefined']) {
      const answer = await ask(method, path, { authorization });
      expect(answer.status).toBe(404);
      expect(answer.body.detail).toBe('There is nothing at this address.');
    }
    await other.stop();
  });
});

describe('Two tokens in one request', () => {
  it('are refused, whichever comes first', async () => {
    const { port } = new URL(world.url);
    const both = [`Authorization: Bearer ${world.token}`, 'Authorization: Bearer other'];
    for (const headers of [both, both.toReversed()]) {
      const request = [
        'GET /admin/dead-letters HTTP/1.1',
        'Host: x',
        ...headers,
        'Connection: close',
        '',
        '',
      ];
      expect((await rawRequest(Number(port), request.join('\r\n'))).status).toBe(401);
    }
  });
});

describe('A dead letter', () => {
  it('is listed without what was said, and shown with it', async () => {
    const { letter } = await withDeadLetter(world, 'The invoice of Mrs Smith is wrong');
    const list = await world.ask('GET', '/admin/dead-letters');
    expect(list.text).not.toContain('Smith');
    expect(fits(document, 'listDeadLetters', list)).toEqual([]);
    const shown = await world.ask('GET', `/admin/dead-letters/${letter.id}`);
    expect(shown.body).toMatchObject({ direction: 'to-customer', kind: 'say', attempts: 1 });
    expect(fits(document, 'showDeadLetter', shown)).toEqual([]);
    expect(world.logLines.join('')).not.toContain('Smith');
  });

  it('is delivered at once when it is replayed', async () => {
    const { letter, customer } = await withDeadLetter(world, 'Second try');
    const answer = await world.ask('POST', `/admin/dead-letters/${letter.id}/replay`);
    expect(answer).toMatchObject({ status: 200, body: { status: 'replayed', id: letter.id } });
    expect(fits(document, 'replayDeadLetter', answer)).toEqual([]);
    await customer.sees('Second try');
    const again = await world.ask('POST', `/admin/dead-letters/${letter.id}/replay`);
    expect(again.status).toBe(404);
    expect(fits(document, 'replayDeadLetter', again)).toEqual([]);
  });

  it('of a session that has ended is not replayed, and can be dropped', async () => {
    const { letter, copilot } = await withDeadLetter(world, 'Too late');
    await copilot.message('end handoff');
    const answer = await world.ask('POST', `/admin/dead-letters/${letter.id}/replay`);
    expect(answer.status).toBe(409);
    expect(fits(document, 'replayDeadLetter', answer)).toEqual([]);
    const dropped = await world.ask('DELETE', `/admin/dead-letters/${letter.id}`);
    expect(dropped.status).toBe(200);
    expect(fits(document, 'dropDeadLetter', dropped)).toEqual([]);
    await eventually(async () => {
      const { status } = await world.ask('GET', `/admin/dead-letters/${letter.id}`);
      return status === 404 ? true : undefined;
    });
    expect((await world.ask('DELETE', `/admin/dead-letters/${letter.id}`)).status).toBe(404);
  });
});
