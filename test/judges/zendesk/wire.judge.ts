import { beforeAll, describe, expect, it } from 'vitest';
import { batchOf, callbackRoutes } from '../../adapters/live-chat/zendesk/callbacks.ts';
import { distinct, type Exchanges, everyExchange } from './exchanges.ts';
import {
  eventTypes,
  findingsOfAnswer,
  findingsOfRequest,
  findingsOfWebhook,
  version,
  webhookExamples,
} from './specification.ts';

let exchanges: Exchanges;
beforeAll(async () => {
  exchanges = await everyExchange();
});

/** Those of a Conversations webhook; a trigger's body is the operator's own. */
const webhooks = () =>
  distinct(
    exchanges.callbacks.map(({ sent }) => sent).filter((sent) => Object(sent).events !== undefined),
    (sent) => sent,
  );

describe("By Zendesk's own specification of Sunshine Conversations", () => {
  it('of the version that the adapter was written for,', () => {
    expect(version).toBe('17.12.1');
  });

  it('each request of the adapter is right, and has no field that Zendesk does not know', () => {
    const requests = distinct(exchanges.requests, ({ method, path, body }) => [method, path, body]);
    const bodies = requests.filter(({ body }) => body !== undefined);
    expect(requests.flatMap(findingsOfRequest)).toEqual([]);
    expect([requests.length, bodies.length]).toEqual([21, 13]);
  });

  it('each answer of the simulated account is right', () => {
    const answers = distinct(exchanges.requests, ({ method, path, status, answer }) => [
      method,
      path.replace(/[0-9a-f]{24}/g, ''),
      status,
      answer,
    ]);
    expect(answers.flatMap(findingsOfAnswer)).toEqual([]);
    expect(answers.length).toBe(26);
    expect([...new Set(answers.map(({ status }) => status))].sort()).toEqual([200, 201, 401, 403, 404, 409]);
  });

  it('each callback of the simulated account is right', () => {
    const sent = webhooks();
    expect(sent.flatMap(findingsOfWebhook)).toEqual([]);
    expect(sent.length).toBe(19);
  });
});

describe('The judge', () => {
  const request = (path: string, body: unknown) =>
    findingsOfRequest({ method: 'POST', path: `/v2/apps/a/${path}`, body, status: 0, answer: undefined });
  const message = { author: { type: 'user', userExternalId: 'hs_1' }, content: { type: 'text', text: 'Hi' } };

  it.each([
    ['users', { externalId: '' }],
    ['users', { externalId: 'hs_1', profile: { givenName: 'x'.repeat(129) } }],
    ['users', { externalId: 'hs_1', name: 'Anna' }],
    ['conversations', { participants: [] }],
    ['conversations', { type: 'group' }],
    ['conversations/c/messages', { ...message, content: { type: 'text', text: 'x'.repeat(4_097) } }],
    ['conversations/c/messages', { ...message, content: { type: 'words', text: 'Hi' } }],
    ['conversations/c/messages', { ...message, author: { type: 'agent' } }],
    ['conversations/c/messages', { content: message.content }],
    ['conversations/c/passControl', { metadata: {} }],
    ['conversations/c/releaseControl', { reason: 'customer' }],
    ['conversations/c/close', {}],
  ])('refuses a request to %s with %j', (path, body) => {
    expect(request(path, body)).not.toEqual([]);
    expect(request('conversations/c/messages', message)).toEqual([]);
  });

  it('refuses answers and callbacks that are not of the specification', () => {
    const answered = { method: 'POST', path: '/v2/apps/a/users', body: {}, status: 201 };
    expect(findingsOfAnswer({ ...answered, answer: { user: { id: 5 } } })).not.toEqual([]);
    expect(findingsOfAnswer({ ...answered, status: 400, answer: { error: 'no' } })).not.toEqual([]);
    expect(findingsOfAnswer({ ...answered, status: 204, answer: undefined })).not.toEqual([]);
    const [first] = webhooks();
    expect(findingsOfWebhook(first)).toEqual([]);
    const spoiled = JSON.parse(
      JSON.stringify(first).replaceAll('"business"', '"agent"').replaceAll('"user"', '"agent"'),
    );
    expect(findingsOfWebhook(spoiled)).not.toEqual([]);
  });

  it('finds nothing wrong with the examples of the specification itself', () => {
    const own = webhookExamples.filter(([, body]) =>
      Object(body).events.every(({ type }: { type: string }) => eventTypes.includes(type)),
    );
    expect(own.map(([name]) => name).toSorted()).toEqual([
      'conversationMessageEvent',
      'switchboardPassControlEvent',
      'switchboardPassControlFailureEvent',
      'switchboardReleaseControlEvent',
    ]);
    expect(own.flatMap(([, body]) => findingsOfWebhook(body))).toEqual([]);
  });
});

describe('The adapter', () => {
  const { post, told } = callbackRoutes();

  it('takes each webhook that the specification shows as an example', async () => {
    expect(webhookExamples).toHaveLength(25);
    for (const [name, body] of webhookExamples) {
      const { status } = await post(body);
      expect([name, status]).toEqual([name, 200]);
    }
    // Control is passed to another integration, then released; both have the same id, so that the second is a repeat.
    expect(told.map((each) => 'status' in each && each.status.type)).toEqual(['ended']);
    const all = webhookExamples.flatMap(([, body]) => Object(body).events);
    expect(await post(batchOf(...all))).toMatchObject({ status: 200 });
  });

  it('takes each callback of the simulated account', async () => {
    for (const sent of webhooks()) expect(await post(sent)).toMatchObject({ status: 200 });
  });
});
