import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LiveChat, startLiveChat } from '../../../../simulators/live-chat/start-live-chat.ts';
import type { HttpOutcome } from '../../../../src/adapters/http/client/http-outcome.ts';
import { type ChatwootApi, chatwootApi } from '../../../../src/adapters/live-chat/chatwoot/api.ts';
import { chatwootFeed } from '../../../../src/adapters/live-chat/chatwoot/feed.ts';
import { vendors } from '../../../../src/adapters/live-chat/vendors.ts';
import type { FeedEvent } from '../../../../src/application/ports/live-chat-feed.ts';
import { listen } from '../../../contracts/live-chat-feed/listening.ts';
import { describeLiveChatFeed } from '../../../contracts/live-chat-feed/live-chat-feed.ts';
import { testClock } from '../../../contracts/test-clock.ts';
import { adapterOf, anna, inboxIdentifier, opened, simulatedChatwoot, words } from './fresh-chatwoot.ts';

const label = (event: FeedEvent) => (event.kind === 'message' ? event.text : undefined);
const never = new Promise<never>(() => {});
const refused: HttpOutcome = { outcome: 'not-sent', cause: 'ECONNREFUSED' };

describeLiveChatFeed('Chatwoot’s listing', async (clock) => {
  const chatwoot = await simulatedChatwoot();
  const session = await opened(adapterOf(chatwoot.url));
  const chat = await chatwoot.chat();
  const api = chatwootApi({ baseUrl: chatwoot.url, inboxIdentifier });
  const faults = { refuses: false, isDeaf: false };
  const conversations: ChatwootApi['conversations'] = async (of) => {
    if (faults.isDeaf) return never;
    return faults.refuses ? refused : api.conversations(of);
  };
  let count = 0;
  return {
    feed: chatwootFeed({ api: { ...api, conversations }, clock, perMinute: 1_000_000, everyMs: 5 }),
    session,
    stop: () => chatwoot.stop(),
    label,
    desk: {
      async happens() {
        count++;
        await chat.says(`${count}`);
        return `${count}`;
      },
      cut: () => undefined,
      refuse: (isRefusing) => void Object.assign(faults, { refuses: isRefusing }),
      deafen: (isDeaf) => void Object.assign(faults, { isDeaf }),
      // A listing carries nothing that it could lose, and each has all again.
      lose: () => undefined,
      repeat: () => undefined,
    },
  };
});

describe('Chatwoot’s listing', () => {
  let chatwoot: LiveChat;
  beforeEach(async () => {
    chatwoot = await simulatedChatwoot();
  });
  afterEach(() => chatwoot.stop());

  async function followed(api: Partial<ChatwootApi> = {}) {
    const liveChat = adapterOf(chatwoot.url);
    const session = await opened(liveChat);
    const chat = await chatwoot.chat();
    const feed = chatwootFeed({
      api: { ...chatwootApi({ baseUrl: chatwoot.url, inboxIdentifier }), ...api },
      clock: { now: Date.now, after: afterMs },
      perMinute: 1_000_000,
      everyMs: 5,
    });
    return { liveChat, session, chat, feed };
  }

  it('tells what agents and templates have said, and an end behind it', async () => {
    const { liveChat, session, chat, feed } = await followed();
    await liveChat.say(words(session, 'My invoice is wrong'), { key: 'k', mayHaveArrived: false });
    await chat.says('Hello', { agent: 'Dana' });
    await chat.saysByItself('We are busy today');
    await chat.ends();
    const listening = listen({ feed, session, label });
    await expect.poll(() => listening.events.length).toBeGreaterThanOrEqual(3);
    await listening.stop();
    expect(listening.events.slice(0, 3)).toMatchObject([
      { kind: 'message', text: 'Hello', agentName: 'Dana', isAutomatic: false },
      { kind: 'message', text: 'We are busy today', isAutomatic: true },
      { kind: 'status', status: { type: 'ended' } },
    ]);
  });

  it('has for a message the id that its callback has', async () => {
    const heard: unknown[] = [];
    const receiver = await startLiveChat({ kind: 'chatwoot' });
    chatwoot.connect(`${receiver.url}/nowhere`);
    const { session, chat, feed } = await followed();
    await chat.says('Hello');
    const sent = chatwoot.callbacks.map((each) => each.sent);
    heard.push(...sent.filter((each) => Object(each).content === 'Hello').map((each) => Object(each).id));
    const listening = listen({ feed, session, label });
    await expect.poll(() => listening.events.length).toBe(1);
    await listening.stop();
    await receiver.stop();
    expect(listening.events[0]?.messageId).toBe(`message-${heard[0]}`);
  });

  it('reads the newest messages where a conversation is too long to read', async () => {
    const cut: HttpOutcome = { outcome: 'answered', status: 200, body: undefined, isCut: true };
    const { session, chat, feed } = await followed({ conversations: async () => cut });
    await chat.says('Hello');
    const listening = listen({ feed, session, label });
    await expect.poll(listening.labels).toEqual(['Hello']);
    await listening.stop();
  });

  it('asks for no more conversations than it may, of all sessions together', async () => {
    const clock = testClock();
    const asked: number[] = [];
    const conversations: ChatwootApi['conversations'] = async () => {
      asked.push(clock.now());
      return { outcome: 'answered', status: 200, body: [{ id: 1, status: 'open', messages: [] }] };
    };
    const api = { conversations, messages: async () => refused };
    const feed = chatwootFeed({ api, clock, perMinute: 60 });
    const until = new AbortController();
    const listener = { hear: async () => undefined, heard: () => undefined };
    const session = {
      sessionId: anna.sessionId,
      liveChatId: (await opened(adapterOf(chatwoot.url))).liveChatId,
    };
    const all = Array.from({ length: 30 }, () => feed.follow(session, listener, until.signal));
    for (let second = 0; second < 60; second++) {
      clock.pass(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    until.abort();
    await Promise.all(all);
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.length).toBeLessThanOrEqual(61);
  });

  it('is there unless a setting turns it off', () => {
    const settings = {
      LIVECHAT_BASE_URL: chatwoot.url,
      LIVECHAT_CHATWOOT_INBOX_IDENTIFIER: inboxIdentifier,
      LIVECHAT_CHATWOOT_ALLOW_UNSIGNED_CALLBACKS: 'true',
    };
    const feedOf = (more: object) => {
      const vendor = vendors.find(({ kind }) => kind === 'chatwoot');
      const platform = { log: { info() {}, warn() {}, error() {} }, clock: testClock() };
      return vendor?.settings.parse({ ...settings, ...more }).open(platform as never).feed;
    };
    expect(feedOf({})).toBeDefined();
    expect(feedOf({ LIVECHAT_CHATWOOT_LISTINGS_PER_MINUTE: '0' })).toBeUndefined();
  });
});

function afterMs(ms: number, task: () => void): () => void {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
}
