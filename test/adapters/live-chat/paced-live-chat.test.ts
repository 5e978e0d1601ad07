import { describe, expect, it } from 'vitest';
import { pacedLiveChat } from '../../../src/adapters/live-chat/paced-live-chat.ts';
import type { LiveChat } from '../../../src/application/ports/live-chat.ts';
import { channelId, liveChatId, sessionId } from '../../../src/domain/ids.ts';
import { virtualClock } from '../../application/world/fakes/virtual-clock.ts';

const attempt = { key: 'k', mayHaveArrived: false };
const perMinute = { most: 4, withinMs: 60_000 };

function paced({ perSecond = 100, start = 1 } = {}) {
  const heard: string[] = [];
  const vendor: LiveChat = {
    id: 'acme',
    capabilities: {
      startCarries: [],
      needsFirstWords: false,
      startIsRepeatable: true,
      sayIsRepeatable: true,
      afterEnd: 'refuses',
      typing: true,
    },
    split: (text) => [text],
    async start() {
      heard.push('start');
      return { outcome: 'opened', liveChatId: liveChatId('l'), opening: { as: 'queued' } };
    },
    async say() {
      heard.push('say');
      return { outcome: 'delivered' };
    },
    async typing() {
      heard.push('typing');
    },
    async end() {
      heard.push('end');
      return { outcome: 'delivered' };
    },
  };
  const clock = virtualClock();
  const liveChat = pacedLiveChat(
    vendor,
    { perSecond, threadLimits: [perMinute], requests: { start } },
    clock,
  );
  const chatOf = (name: string) => ({ sessionId: sessionId(`hs_${name}`), liveChatId: liveChatId(name) });
  const message = { messageId: 'm', text: 'hello', sender: 'Mia', at: 0, kind: 'customer' } as const;
  return {
    heard,
    clock,
    capabilities: [liveChat.capabilities, vendor.capabilities],
    say: async (name: string) => (await liveChat.say({ ...chatOf(name), ...message }, attempt)).outcome,
    end: async (name: string) => (await liveChat.end(chatOf(name), 'customer', attempt)).outcome,
    typing: (name: string) => liveChat.typing(chatOf(name)),
    start: (name: string) =>
      liveChat.start(
        {
          sessionId: sessionId(`hs_${name}`),
          channel: channelId('msteams'),
          customer: { id: 'c', name: 'Mia' },
          transcript: [],
        },
        attempt,
      ),
  };
}

describe('A live chat with a pace', () => {
  it('defers the messages of a session beyond its limit, makes no call for them, and holds up no other', async () => {
    const { say, heard, clock } = paced();
    for (let said = 0; said < 4; said++) expect(await say('a')).toBe('delivered');
    expect(await say('a')).toBe('deferred');
    expect(heard).toHaveLength(4);
    expect(await say('b')).toBe('delivered');
    await clock.pass(60_000);
    expect(await say('a')).toBe('delivered');
  });

  it('ends a session whose messages have to wait', async () => {
    const { say, end } = paced();
    for (let said = 0; said < 5; said++) await say('a');
    expect(await end('a')).toBe('delivered');
  });

  it('drops a sign of typing that would take the room of words', async () => {
    const { typing, heard } = paced();
    for (let typed = 0; typed < 4; typed++) await typing('a');
    expect(heard).toEqual(['typing', 'typing']);
  });

  it('counts the calls of a start against the limit of all, and says when to come back', async () => {
    const { start, end, heard } = paced({ perSecond: 5, start: 3 });
    expect(await start('a')).toMatchObject({ outcome: 'opened' });
    const later = await start('b');
    expect(later).toMatchObject({ outcome: 'deferred', cause: 'paced' });
    expect(later.outcome === 'deferred' && later.retryAfterMs).toBeGreaterThan(500);
    expect(await end('c')).toBe('delivered');
    expect(heard).toEqual(['start', 'end']);
  });

  it('can do what the vendor can', () => {
    const [paceds, vendors] = paced().capabilities;
    expect(paceds).toBe(vendors);
  });
});
