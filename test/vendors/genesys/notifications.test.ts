import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GenesysFeed } from '../../../src/adapters/live-chat/genesys/feed/feed.ts';
import type { OpenLiveChat } from '../../../src/application/ports/live-chat.ts';
import type { FeedEvent } from '../../../src/application/ports/live-chat-feed.ts';
import { type GenesysAndPlatform, genesysAndPlatform } from '../../adapters/live-chat/genesys/platform.ts';

let its: GenesysAndPlatform;
let session: OpenLiveChat;
let events: FeedEvent[];
let following: AbortController;

beforeEach(async () => {
  its = await genesysAndPlatform();
  session = await its.opened();
  events = [];
  following = new AbortController();
});
afterEach(async () => {
  following.abort();
  await its.stop();
});

/** Resolves once it is heard. */
async function follow(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const listener = {
    hear: async (event: FeedEvent) => void events.push(event),
    heard: (isHeard: boolean) => isHeard && resolve(),
  };
  void its.feed?.follow(session, listener, following.signal).catch(() => undefined);
  await promise;
}

const told = () => events.map((event) => (event.kind === 'message' ? event.text : event.status.type));
const opened = () =>
  its.platform.requests.filter(
    ({ method, path }) => method === 'POST' && path === '/api/v2/notifications/channels',
  );

describe('The notifications of Genesys', () => {
  it('go on with another channel once it is said that the socket closes', async () => {
    await follow();
    await fetch(`${its.platform.url}/simulated/notifications/closing`, { method: 'POST' });
    await its.platform.chats[0]?.join('Dana');
    await expect.poll(told, { timeout: 4000 }).toEqual(['joined']);
    expect(opened()).toHaveLength(2);
  });

  it('use the same channel again when the socket breaks', async () => {
    await follow();
    await fetch(`${its.platform.url}/simulated/notifications/cut`, { method: 'POST' });
    await its.platform.chats[0]?.join('Dana');
    await expect.poll(told, { timeout: 4000 }).toEqual(['joined']);
    expect(opened()).toHaveLength(1);
  });

  it('tell what the webhook did not bring before the end', async () => {
    const [chat] = its.platform.chats;
    await chat?.join('Dana');
    await chat?.says('It is paid back', { retry: false });
    await chat?.ends();
    await follow();
    await expect.poll(told).toEqual(['joined', 'It is paid back', 'ended']);
  });

  it('tell no words where messages have other ids than in the webhook', async () => {
    its.platform.behave({ choices: { renamesMessages: true } });
    await follow();
    const [chat] = its.platform.chats;
    await chat?.join('Dana');
    await chat?.says('Hello', { messageId: 'm1', retry: false });
    // The webhook has brought them.
    if (its.feed instanceof GenesysFeed) its.feed.heardWords(session.sessionId, 'm1');
    await chat?.ends();
    await expect.poll(told).toEqual(['joined', 'ended']);
  });
});
