import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contractFile, contractText } from '../../../../scripts/contract-text.ts';
import { docsRoutes } from '../../../../src/adapters/http/docs/docs-routes.ts';
import type { ApiDocument } from '../../../../src/adapters/http/server/api-routes.ts';
import { apiRoutes } from '../../../../src/adapters/http/server/api-routes.ts';
import { liveChatContract } from '../../../../src/adapters/live-chat/reference/contract.ts';
import { callback, callbackAsMeant } from '../../../../src/adapters/live-chat/reference/wire.ts';
import { callbackOf, openSession, postSigned } from '../../live-chat/callbacks.ts';
import { type RunningBridge, startRunningBridge } from '../running-bridge.ts';
import { examplesOf, fits, operationsOf, referencesOf } from './openapi-rules.ts';

let world: RunningBridge;
let document: ApiDocument;

beforeAll(async () => {
  world = await startRunningBridge({
    adjust: (config) => ({ ...config, settings: { ...config.settings, laneLimit: 3 } }),
  });
  document = await read('/openapi.json');
});
afterAll(() => world.stop());

async function read(path: string): Promise<ApiDocument> {
  return (await (await fetch(`${world.url}${path}`)).json()) as ApiDocument;
}

describe.each(['/openapi.json', '/live-chat.openapi.json'])('The document at %s', (path) => {
  it('is OpenAPI 3.1 with a name for each operation, used once', async () => {
    const found = await read(path);
    expect(found.openapi).toBe('3.1.0');
    const ids = operationsOf(found).map(({ operation }) => operation.operationId);
    expect(ids).not.toContain(undefined);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('refers to nothing that it does not have', async () => {
    const found = await read(path);
    const names = new Set(
      Object.keys(found.components?.schemas ?? {}).map((name) => `#/components/schemas/${name}`),
    );
    const references = referencesOf(found);
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) expect(names).toContain(reference);
  });

  it('says of each operation what it is for and of each answer what it means', async () => {
    for (const { operation } of operationsOf(await read(path))) {
      expect(operation.summary).toBeTruthy();
      const answers = Object.values(operation.responses ?? {});
      expect(answers.length).toBeGreaterThan(0);
      for (const answer of answers) expect('description' in answer && answer.description).toBeTruthy();
    }
  });
});

describe('The document of what the bridge serves', () => {
  it('has every route that it serves, and no other', () => {
    const described = operationsOf(document).map(({ method, path }) => `${method} ${path}`);
    expect(described.toSorted()).toEqual([
      'delete /admin/dead-letters/{id}',
      'get /admin',
      'get /admin/dead-letters',
      'get /admin/dead-letters/{id}',
      'get /admin/overview',
      'get /admin/page/{name}',
      'get /admin/sessions',
      'get /admin/sessions/{id}',
      'get /docs',
      'get /docs.css',
      'get /healthz',
      'get /live-chat.openapi.json',
      'get /metrics',
      'get /openapi.json',
      'get /readyz',
      'get /skill-manifest.json',
      'post /admin/dead-letters/{id}/replay',
      'post /admin/erase',
      'post /api/messages',
      'post /api/messages/proactive',
    ]);
  });

  it('misses no new route: a route can only be served together with its description', () => {
    const app = apiRoutes();
    docsRoutes(app, liveChatContract);
    const served = app.routes.map(({ method, path }) => `${method} ${path}`).toSorted();
    const described = app.openAPIRegistry.definitions.flatMap((each) =>
      each.type === 'route' ? [`${each.route.method.toUpperCase()} ${each.route.path}`] : [],
    );
    expect(described.toSorted()).toEqual(served);
  });

  it('declares every answer to a callback, with the body that it really has', async () => {
    const { chat } = await openSession(world);
    const answers = [
      await postSigned(world, callbackOf(chat.id, { messageId: 'm1' })),
      await postSigned(world, callbackOf(chat.id, { messageId: 'm1' })),
      await postSigned(world, callbackOf(chat.id, { message: 7 })),
      await postSigned(world, callbackOf(chat.id), { headers: { 'webhook-signature': 'v1,AAAA' } }),
      await postSigned(world, callbackOf('nobody')),
      await postSigned(world, { ...callbackOf(chat.id), padding: 'x'.repeat(300_000) }),
      await postSigned(world, callbackOf(chat.id), { headers: { 'content-encoding': 'gzip' } }),
    ];
    const { copilot, chat: full } = await openSession(world);
    world.microsoft.teams.failNext({ status: 503, headers: { 'retry-after': '60' } });
    for (let count = 0; count < 10; count++) answers.push(await postSigned(world, callbackOf(full.id)));
    await copilot.message('end handoff');
    answers.push(await postSigned(world, callbackOf(full.id)));
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].toSorted()).toEqual([200, 202, 400, 401, 404, 410, 413, 415, 429]);
    for (const { status, body } of answers)
      expect(fits(document, 'postCallback', { status, body })).toEqual([]);
  });

  it('takes and refuses the same callbacks as the parser does', () => {
    const right = callbackOf('lc_1');
    const bodies = [
      right,
      { ...right, type: 'typing' },
      { ...right, type: 'agent-joined', sender: undefined },
      { ...right, type: undefined },
      { ...right, type: 'queue-position', queuePosition: 3 },
      { ...right, type: 'queue-position', queuePosition: -3 },
      { ...right, type: 'unheard-of' },
      { ...right, sessionId: '' },
      { ...right, message: undefined },
      { ...right, timestamp: 'yesterday' },
      { ...right, sender: 'x'.repeat(257) },
    ];
    for (const body of bodies) {
      const sent: Readonly<Record<string, unknown>> = JSON.parse(JSON.stringify(body));
      const isTaken = callback.safeParse(callbackAsMeant(sent)).success;
      expect({ sent, isTaken: fits(document, 'postCallback', { request: sent }).length === 0 }).toEqual({
        sent,
        isTaken,
      });
    }
  });
});

describe('The contract for vendors', () => {
  it('lets a discriminator decide only where its field has to be there, and shows every body', () => {
    const { components: { schemas = {} } = {} } = liveChatContract();
    const { discriminator: { mapping = {}, propertyName = '' } = {} } = z
      .object({
        discriminator: z.object({ propertyName: z.string(), mapping: z.record(z.string(), z.string()) }),
      })
      .parse(schemas.Callback);
    const required = Object.values(mapping).map((reference) =>
      z.object({ required: z.array(z.string()) }).parse(schemas[reference.replace(/^.*\//, '')]),
    );
    expect(required.length).toBe(7);
    for (const each of required) expect(each.required).toContain(propertyName);
    const shown = examplesOf(liveChatContract())
      .filter(({ operationId, request }) => operationId === 'postCallback' && request)
      .map(({ request }) => z.object({ type: z.string().default('untyped') }).parse(request).type);
    expect(shown.toSorted()).toEqual([...Object.keys(mapping), 'untyped'].toSorted());
  });

  it('has the three calls, and the callback as a webhook', () => {
    const contract = liveChatContract();
    expect(Object.keys(contract.paths ?? {})).toEqual([
      '/api/livechat/start',
      '/api/livechat/send',
      '/api/livechat/end',
    ]);
    expect(Object.keys(contract.webhooks ?? {})).toHaveLength(1);
  });

  it('is published with the sources as it is served (npm run contract writes it)', () => {
    expect(readFileSync(contractFile, 'utf8')).toBe(contractText());
  });
});
