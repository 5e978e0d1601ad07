import platformClient, { type Models } from 'purecloud-platform-client-v2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLIENT_ID, INTEGRATION_ID, QUEUE_ID } from '../../../simulators/live-chat/genesys/ids.ts';
import type {
  InboundMessage,
  InboundReceipt,
  InboundTyping,
} from '../../../src/adapters/live-chat/genesys/wire.ts';
import {
  apiKey,
  type GenesysAndPlatform,
  genesysAndPlatform,
} from '../../adapters/live-chat/genesys/platform.ts';

/* Genesys' own client drives the simulated platform: what it cannot use would be no Genesys Cloud. */

let its: GenesysAndPlatform;

beforeAll(async () => {
  its = await genesysAndPlatform();
  const { instance } = platformClient.ApiClient;
  const { port } = new URL(its.platform.url);
  instance.setGateway({
    host: '127.0.0.1',
    protocol: 'http',
    port: Number(port),
    path_params_login: '',
    path_params_api: '',
  });
  await instance.loginClientCredentialsGrant(CLIENT_ID, apiKey);
});
afterAll(() => its.stop());

const conversations = new platformClient.ConversationsApi();
const notifications = new platformClient.NotificationsApi();
const routing = new platformClient.RoutingApi();
const analytics = new platformClient.AnalyticsApi();

const at = '2026-11-23T09:30:00.000Z';
const message: InboundMessage = {
  channel: {
    from: { id: 'hs_client', idType: 'Opaque', nickname: 'Anna' },
    time: at,
    messageId: 'm1',
    metadata: { customAttributes: { order: '7' } },
  },
  text: 'My invoice is wrong',
};

/** The types of the client read what the adapter sends; but for the attributes, which it does not know. */
const readByTypes = (
  body: InboundMessage,
  typing: InboundTyping,
  receipt: Extract<InboundReceipt, { status: 'Failed' }>,
) => {
  const { metadata: _, ...channel } = body.channel;
  const said: Models.OpenInboundNormalizedMessage = { channel, text: body.text };
  const event: Models.OpenInboundNormalizedEvent = { channel: typing.channel, events: [...typing.events] };
  const failed: Models.OpenInboundNormalizedReceipt = { ...receipt, reasons: [...receipt.reasons] };
  return { said, event, failed };
};

async function opened(): Promise<string> {
  // The client's types know no attributes, which the platform takes.
  const body: Models.OpenInboundNormalizedMessage = JSON.parse(JSON.stringify(message));
  const answer = await conversations.postConversationsMessageInboundOpenMessage(INTEGRATION_ID, body, {
    prefetchConversationId: true,
  });
  return answer.conversationId ?? '';
}

describe('Genesys’ own client', () => {
  it('opens a conversation, and reads it with its participants and messages', async () => {
    const id = await opened();
    const found = await conversations.getConversationsMessage(id);
    const customer = found.participants?.find(({ purpose }) => purpose === 'customer');
    expect(customer).toMatchObject({ state: 'connected', attributes: { order: '7' } });
    const ids = customer?.messages?.flatMap(({ messageId }) => messageId ?? []) ?? [];
    const read = await conversations.postConversationsMessageMessagesBulk(id, { body: ids });
    expect(read.entities?.[0]?.normalizedMessage).toMatchObject({
      text: message.text,
      channel: { messageId: 'm1' },
    });
  });

  it('shows typing, says that words have failed, and disconnects the customer', async () => {
    const id = await opened();
    const typing: InboundTyping = {
      channel: { from: message.channel.from, time: at },
      events: [{ eventType: 'Typing' }],
    };
    const desk = await its.platform.chat((chat) => chat.id === id);
    void desk.says('Hello');
    const receipt: Extract<InboundReceipt, { status: 'Failed' }> = {
      id: desk.messages.at(-1)?.id ?? '',
      channel: { to: { id: 'hs_client' }, time: at },
      status: 'Failed',
      isFinalReceipt: true,
      reasons: [{ code: 'GeneralError', message: 'The customer has left.' }],
    };
    const { said, event, failed } = readByTypes(message, typing, receipt);
    expect(said.text).toBe(message.text);
    await conversations.postConversationsMessageInboundOpenEvent(INTEGRATION_ID, event);
    await conversations.postConversationsMessageInboundOpenReceipt(INTEGRATION_ID, failed);
    const { participants = [] } = await conversations.getConversationsMessage(id);
    const customer = participants.find(({ purpose }) => purpose === 'customer')?.id ?? '';
    await conversations.patchConversationsMessageParticipant(id, customer, {
      body: { state: 'disconnected' },
    });
    const { participants: after = [] } = await conversations.getConversationsMessage(id);
    expect(after.map(({ state }) => state)).toEqual(participants.map(() => 'disconnected'));
  });

  it('opens a channel, and subscribes to topics', async () => {
    const channel = await notifications.postNotificationsChannels();
    expect(channel.connectUri).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\//);
    const topics = [{ id: `v2.routing.queues.${QUEUE_ID}.conversations.messages` }];
    await notifications.putNotificationsChannelSubscriptions(channel.id ?? '', topics);
    const { entities } = await notifications.getNotificationsChannelSubscriptions(channel.id ?? '');
    expect(entities?.map(({ id }) => id)).toEqual(topics.map(({ id }) => id));
  });

  it('asks for the wait and for the agents of a queue', async () => {
    const { results } = await routing.getRoutingQueueMediatypeEstimatedwaittime(QUEUE_ID, 'message');
    expect(results[0]?.estimatedWaitTimeSeconds).toBeGreaterThan(0);
    const query: Models.QueueObservationQuery = {
      filter: { type: 'and', predicates: [{ dimension: 'queueId', operator: 'matches', value: QUEUE_ID }] },
      metrics: ['oOnQueueUsers'],
    };
    const { results: figures } = await analytics.postAnalyticsQueuesObservationsQuery(query);
    expect(figures?.[0]?.data?.[0]).toMatchObject({ metric: 'oOnQueueUsers', stats: { count: 2 } });
  });

  it('reads the integration', async () => {
    const found = await conversations.getConversationsMessagingIntegrationsOpenIntegrationId(INTEGRATION_ID);
    expect(found).toMatchObject({ id: INTEGRATION_ID });
  });

  it('is refused as Genesys refuses', async () => {
    await expect(conversations.getConversationsMessage('none')).rejects.toMatchObject({ status: 404 });
  });
});
