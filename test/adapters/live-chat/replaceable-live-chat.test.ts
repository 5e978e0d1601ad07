import { describe, expect, it } from 'vitest';
import { apiRoutes } from '../../../src/adapters/http/server/api-routes.ts';
import { replaceableLiveChat } from '../../../src/adapters/live-chat/replaceable-live-chat.ts';
import type {
  CallbackHandlers,
  ConfiguredLiveChat,
  OpenedLiveChat,
} from '../../../src/adapters/live-chat/vendor.ts';
import type { LiveChatFeed } from '../../../src/application/ports/live-chat-feed.ts';
import { liveChatId, messageId, sessionId } from '../../../src/domain/ids.ts';

interface Heard {
  readonly secret: string;
  readonly what: string;
}

/** A live chat that tells with which secret it was opened, by all that can be asked of it. */
function openedWith(secret: string, heard: Heard[]): OpenedLiveChat {
  const note = (what: string) => void heard.push({ secret, what });
  const feed: LiveChatFeed = {
    async follow({ bookmark }, listener, until) {
      note(`follow from ${bookmark ?? 'the beginning'}`);
      listener.heard(true);
      const event = { kind: 'status', status: { type: 'typing' }, messageId: messageId(secret) } as const;
      await listener.hear({ ...event, bookmark: `after ${secret}` });
      await new Promise<void>((resolve) => until.addEventListener('abort', () => resolve(), { once: true }));
    },
  };
  return {
    liveChat: {
      id: 'made-up',
      capabilities: {
        startCarries: [],
        needsFirstWords: false,
        startIsRepeatable: true,
        sayIsRepeatable: true,
        afterEnd: 'refuses',
        typing: true,
      },
      split: (text) => [`${secret} ${text}`],
      start: async () => ({
        outcome: 'opened',
        liveChatId: liveChatId(secret),
        opening: { as: 'queued' },
      }),
      say: async () => ({ outcome: 'delivered' }),
      typing: async () => note('typing'),
      end: async () => ({ outcome: 'delivered' }),
    },
    feed,
    routes: () => {
      const routes = apiRoutes();
      routes.get('/callback', (c) => c.text(secret));
      return routes;
    },
    check: async () => [{ tried: 'a secret', result: 'fine', came: secret }],
    signedProbe: () => ({ headers: {}, body: secret }),
  };
}

function replaceable() {
  const heard: Heard[] = [];
  const configuredWith = (secret: string): ConfiguredLiveChat => ({
    kind: 'made-up',
    settings: { secret },
    open: () => openedWith(secret, heard),
  });
  let configured = configuredWith('old');
  let opens = 0;
  const opened = replaceableLiveChat(
    () => configured,
    (its) => {
      opens++;
      return its.open({} as never);
    },
  );
  return {
    heard,
    opened,
    opens: () => opens,
    replace: (secret: string) => {
      configured = configuredWith(secret);
    },
  };
}

describe('A live chat whose secret is replaced while it is open', () => {
  const session = { sessionId: sessionId('hs_1'), liveChatId: liveChatId('chat') };

  it('is asked with the new one from then on, and opened once for it', async () => {
    const { opened, replace, opens, heard } = replaceable();
    expect(opened.liveChat.split('x')).toEqual(['old x']);
    replace('new');
    expect(opened.liveChat.split('x')).toEqual(['new x']);
    await opened.liveChat.typing(session);
    expect(heard).toEqual([{ secret: 'new', what: 'typing' }]);
    expect(await opened.check()).toMatchObject([{ came: 'new' }]);
    expect(opened.signedProbe?.().body).toBe('new');
    expect(opens()).toBe(2);
  });

  it('answers callbacks by the new one, at the same addresses', async () => {
    const { opened, replace } = replaceable();
    const routes = opened.routes?.({} as CallbackHandlers);
    const outer = apiRoutes();
    if (routes) outer.route('/', routes);
    const answer = async () => (await outer.request('/callback')).text();
    expect(await answer()).toBe('old');
    replace('new');
    expect([await answer(), await answer()]).toEqual(['new', 'new']);
  });

  it('is followed anew with the new one, from where it was, until it is no longer to be followed', async () => {
    const { opened, replace, heard } = replaceable();
    const told: string[] = [];
    const listener = {
      hear: async (event: { messageId: string }) => void told.push(event.messageId),
      heard: () => {},
    };
    const stopping = new AbortController();
    const following = opened.feed?.follow(session, listener, stopping.signal);
    await expect.poll(() => told).toEqual(['old']);
    replace('new');
    opened.liveChat.split('anything');
    await expect.poll(() => told).toEqual(['old', 'new']);
    expect(heard.map(({ what }) => what)).toEqual(['follow from the beginning', 'follow from after old']);
    stopping.abort();
    await following;
  });
});
