import { describe, expect, it } from 'vitest';
import { briefedStart, simulatedZendesk } from '../../adapters/live-chat/zendesk/world.ts';
import { firstAttempt } from '../../contracts/live-chat-attempt.ts';

const world = simulatedZendesk();
const looks = () => world.simulator.requests.filter(({ method }) => method === 'GET').length;

describe('Words that may have arrived at Zendesk', () => {
  it('are looked for by our own id, over pages, before they are said again', async () => {
    const { liveChat } = world.opened();
    const start = briefedStart({ transcript: [], context: {} });
    const opened = await liveChat.start(start, firstAttempt('a'));
    if (opened.outcome !== 'opened') throw new Error(opened.outcome);
    const chat = { sessionId: start.sessionId, liveChatId: opened.liveChatId };
    const say = (key: string, mayHaveArrived: boolean) =>
      liveChat.say(
        { ...chat, messageId: 'm', text: key, sender: 'Anna', at: Date.now(), kind: 'customer' },
        { key, mayHaveArrived },
      );
    for (let said = 0; said < 105; said++) await say(`key-${said}`, false);
    const before = looks();
    expect(await say('key-2', true)).toEqual({ outcome: 'delivered' });
    expect(looks() - before).toBe(2);
    expect(await say('key-new', true)).toEqual({ outcome: 'delivered' });
    const texts = world.simulator.chats.at(-1)?.messages.map(({ text }) => text) ?? [];
    expect(texts.filter((text) => text === 'key-2' || text === 'key-new')).toEqual(['key-2', 'key-new']);
  });
});
