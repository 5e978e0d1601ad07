import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiDocument } from '../../../../src/adapters/http/server/api-routes.ts';
import { liveChatContract } from '../../../../src/adapters/live-chat/reference/contract.ts';
import { startDescribedBridge } from './described-bridge.ts';
import { examplesOf, fits, operationsOf } from './openapi-rules.ts';
import { activity, callback, operations, type Provocation, sampleCallback } from './provocations.ts';

let bridge: Awaited<ReturnType<typeof startDescribedBridge>>;
let withoutToken: typeof bridge;
let document: ApiDocument;
beforeAll(async () => {
  bridge = await startDescribedBridge();
  withoutToken = await startDescribedBridge({ hasToken: false });
  document = (await (await fetch(`${bridge.url}/openapi.json`)).json()) as ApiDocument;
});
afterAll(() => Promise.all([bridge.stop(), withoutToken.stop()]));

interface Asked {
  readonly path: string;
  readonly method?: string;
}

/** These answer all callers the same; what they say is held to the document below. */
const pages = [
  'getDocs',
  'getDocsStyle',
  'getHealth',
  'getLiveChatContract',
  'getOpenApi',
  'getSkillManifest',
];

/** A header that is empty here is left out. */
async function provoke(
  { path: usual, method = 'POST' }: Asked,
  { body, headers = {}, behind = 'accepted', isWithoutToken, path = usual }: Provocation,
) {
  const asked = isWithoutToken ? withoutToken : bridge;
  asked.behindIs(behind);
  const all = { authorization: 'Bearer good', 'webhook-signature': 'v1,good', ...headers };
  const response = await fetch(`${asked.url}${path}`, {
    method,
    headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, answered: isJson ? JSON.parse(text) : text || undefined };
}

describe.each(operations)('The description of $id', ({ id, body, provocations, ...asked }) => {
  it('declares the statuses that it answers, all of them and no others', () => {
    const found = operationsOf(document).find(({ operation }) => operation.operationId === id);
    const declared = Object.keys(found?.operation.responses ?? {}).map(Number);
    expect([...new Set(provocations.map(({ status }) => status))].toSorted()).toEqual(declared.toSorted());
  });

  it.each(provocations)('fits the answer $status', async (provocation) => {
    const { status, answered } = await provoke(asked, { body, ...provocation });
    expect(status).toBe(provocation.status);
    if (answered !== undefined) expect(fits(document, id, { status, body: answered })).toEqual([]);
  });
});

describe('Every operation', () => {
  it('is provoked here, or answers the same to every caller', () => {
    const described = operationsOf(document).map(({ operation }) => operation.operationId);
    expect([...operations.map(({ id }) => id), ...pages].toSorted()).toEqual(described.toSorted());
  });
});

describe('A null for an optional field', () => {
  it.each([
    [
      'postActivity',
      { ...activity, replyToId: null, text: null, from: { id: 'x', name: null }, relatesTo: null },
    ],
    ['postCallback', { ...callback, type: 'session-ended', reason: null, message: null }],
    ['postSampleCallback', { ...sampleCallback, Sender: null, Timestamp: null }],
  ])('fits the description of %s', (id, request) => {
    expect(fits(document, id, { request })).toEqual([]);
  });

  it('is none for a required one', () => {
    expect(fits(document, 'postActivity', { request: { ...activity, type: null } })).not.toEqual([]);
    expect(fits(document, 'postCallback', { request: { ...callback, sessionId: null } })).not.toEqual([]);
  });
});

describe('The routes of the whole bridge', () => {
  it('are those of the document, and the other way round', () => {
    const served = bridge.app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    const described = operationsOf(document).map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(described.toSorted()).toEqual(served.toSorted());
  });

  it('know only middleware for all requests besides', () => {
    const forAll = bridge.app.routes.filter(({ method }) => method === 'ALL').map(({ path }) => path);
    expect(forAll.toSorted()).toEqual(['/docs']);
  });

  it('answer as described where nothing is sent', async () => {
    for (const { path, operation } of operationsOf(document).filter(({ method }) => method === 'get')) {
      const response = await fetch(`${bridge.url}${path}`);
      const isJson = response.headers.get('content-type')?.includes('json');
      const answer = {
        status: response.status,
        body: isJson ? await response.json() : await response.text(),
      };
      expect(fits(document, operation.operationId ?? '', answer)).toEqual([]);
    }
  });
});

describe('Every example', () => {
  it.each(['bridge', 'contract'] as const)('in the document of the %s fits its own description', (which) => {
    const described = which === 'bridge' ? document : liveChatContract();
    const examples = examplesOf(described);
    expect(examples.length).toBeGreaterThan(7);
    for (const { operationId, ...exchange } of examples) {
      expect({ operationId, wrong: fits(described, operationId, exchange) }).toEqual({
        operationId,
        wrong: [],
      });
    }
  });
});
