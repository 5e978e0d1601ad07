import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activeSpan, readTraceparent } from '../../../src/adapters/http/client/active-span.ts';
import { sendHttpRequest } from '../../../src/adapters/http/client/http-request.ts';
import { json, type OddServer, oddServer } from '../http/client/odd-server.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';

let server: OddServer;
beforeAll(async () => {
  server = await oddServer();
});
afterAll(() => server.stop());

const get = async (): Promise<unknown> => {
  server.next(json(200, {}));
  await sendHttpRequest({ method: 'GET', url: `${server.url}/`, headers: ['accept', 'x'], timeoutMs: 2_000 });
  return server.heard.at(-1)?.headers.traceparent;
};

describe('A call', () => {
  it('tells its trace', async () => {
    const told = await activeSpan.run({ traceId, spanId, isSampled: true }, get);
    expect(told).toBe(`00-${traceId}-${spanId}-01`);
  });

  it('tells that its trace is not kept', async () => {
    const told = await activeSpan.run({ traceId, spanId, isSampled: false }, get);
    expect(told).toBe(`00-${traceId}-${spanId}-00`);
  });

  it('tells nothing when nothing is traced', async () => {
    expect(await get()).toBeUndefined();
  });
});

describe('A traceparent', () => {
  it.each([
    [`00-${traceId}-${spanId}-01`, true],
    [`00-${traceId}-${spanId}-00`, false],
    [`00-${traceId}-${spanId}-03`, true],
    [`cc-${traceId}-${spanId}-01-what-comes-later`, true],
  ])('of %s is read', (value, isSampled) => {
    expect(readTraceparent(value)).toEqual({ traceId, spanId, isSampled });
  });

  it.each([
    undefined,
    null,
    '',
    'x',
    `ff-${traceId}-${spanId}-01`,
    `00-${traceId}-${spanId}-01-more`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId}-${spanId}`,
    ` 00-${traceId}-${spanId}-01`,
    `00-${traceId}-${spanId}-01\n00`,
  ])('of %j is none', (value) => {
    expect(readTraceparent(value)).toBeUndefined();
  });
});
