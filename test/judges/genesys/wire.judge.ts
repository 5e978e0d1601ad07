import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Listening, listen } from '../../../simulators/http/listen.ts';
import type { RecordedRequest } from '../../../simulators/live-chat/live-chat.ts';
import { receiptBody } from '../../../src/adapters/live-chat/genesys/receipts.ts';
import { sessionId } from '../../../src/domain/ids.ts';
import type { GenesysAndPlatform } from '../../adapters/live-chat/genesys/platform.ts';
import { faultsBy } from './described-api.ts';
import { everythingPlayed } from './everything.ts';

/* Every request of the adapter, and every answer and callback of the simulated platform, as far as they are described. */

let its: GenesysAndPlatform;
let bridge: Listening;
let requests: readonly RecordedRequest[] = [];

beforeAll(async () => {
  bridge = await listen(new Hono().post('*', (c) => c.json({ status: 'accepted' })));
  its = await everythingPlayed(`${bridge.url}/api/livechat/genesys`);
  requests = its.platform.requests;
});
afterAll(async () => {
  await its.stop();
  await bridge.stop();
});

const to = (end: string) => requests.filter(({ path }) => path.endsWith(end));

/** Each call by the schemas of what is sent and of what is answered. */
const described = [
  ['/inbound/open/message', 'OpenInboundNormalizedMessage', 'OpenMessageNormalizedMessage'],
  ['/inbound/open/event', 'OpenInboundNormalizedEvent', 'OpenEventNormalizedMessage'],
] as const;

describe('By the description that was derived from the types of Genesys’ client', () => {
  it.each(described)('%s is asked and answered as described', (path, asked, answered) => {
    const calls = to(path);
    expect(calls.length).toBeGreaterThan(0);
    for (const { body, answer, status } of calls) {
      expect(status).toBe(200);
      expect(faultsBy(asked, body)).toEqual([]);
      expect(faultsBy(answered, answer)).toEqual([]);
    }
  });

  it('the end is asked as described', () => {
    const ends = requests.filter(({ method }) => method === 'PATCH');
    expect(ends.length).toBeGreaterThanOrEqual(2);
    for (const { body } of ends) expect(faultsBy('MediaParticipantRequest', body)).toEqual([]);
  });

  it('topics are subscribed as described, one by one', () => {
    const topics = to('/subscriptions').flatMap(({ body }) => (Array.isArray(body) ? body : []));
    expect(topics.length).toBeGreaterThanOrEqual(2);
    for (const topic of topics) expect(faultsBy('ChannelTopic', topic)).toEqual([]);
  });

  it('a channel is answered as described', () => {
    const opened = to('/notifications/channels').filter(({ method }) => method === 'POST');
    expect(opened).toHaveLength(1);
    for (const { answer } of opened) expect(faultsBy('Channel', answer)).toEqual([]);
  });

  it('each receipt is as described', () => {
    const sent = to('/receipt').map(({ body }) => body);
    expect(sent).toHaveLength(2);
    const late = receiptBody('gone', { sessionId: sessionId('hs_1'), id: 'm1', now: 0 });
    for (const body of [...sent, late]) expect(faultsBy('OpenInboundNormalizedReceipt', body)).toEqual([]);
  });

  it('each callback is as described', () => {
    const sent = its.platform.callbacks.map(({ sent: body }) => body).filter((body) => !isNotification(body));
    expect(sent.length).toBeGreaterThanOrEqual(3);
    for (const body of sent) expect(faultsBy('OutboundWebhook', body)).toEqual([]);
  });

  it('each refusal is as described', async () => {
    const answer = await fetch(`${its.platform.url}/api/v2/conversations/messages/none`);
    expect(answer.status).toBe(401);
    expect(faultsBy('ErrorBody', await answer.json())).toEqual([]);
  });

  it('finds what is not as described', () => {
    expect(
      faultsBy('OpenInboundNormalizedEvent', { channel: {}, events: [{ eventType: 'Waving' }] }),
    ).not.toEqual([]);
    expect(faultsBy('ChannelTopic', { id: 'v2.x', name: 'x' })).toEqual(['/name is not described']);
  });
});

const isNotification = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'notification' in body;
