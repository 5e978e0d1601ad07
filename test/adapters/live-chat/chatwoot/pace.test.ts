import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LiveChat as Simulator } from '../../../../simulators/live-chat/start-live-chat.ts';
import { chatwoot } from '../../../../src/adapters/live-chat/chatwoot/vendor.ts';
import { pinoLog } from '../../../../src/adapters/system/log.ts';
import { virtualClock } from '../../../application/world/fakes/virtual-clock.ts';
import { firstAttempt } from '../../../contracts/live-chat-attempt.ts';
import { anna, inboxIdentifier, opened, simulatedChatwoot, words } from './fresh-chatwoot.ts';

let server: Simulator;
beforeEach(async () => {
  server = await simulatedChatwoot();
});
afterEach(() => server.stop());

function liveChatWith(limits: Readonly<Record<string, string>>) {
  const settings = chatwoot.settings.parse({
    LIVECHAT_BASE_URL: server.url,
    LIVECHAT_CHATWOOT_INBOX_IDENTIFIER: inboxIdentifier,
    LIVECHAT_CHATWOOT_WEBHOOK_SECRET: 'the-secret-of-the-inbox',
    ...limits,
  });
  const clock = virtualClock();
  const { liveChat } = settings.open({
    publicUrl: 'https://bridge.example',
    getToken: () => '',
    entraBearer: () => () => ({ outcome: 'authenticated' }),
    clock,
    log: pinoLog('silent', { write: () => undefined }),
  });
  return { liveChat, clock };
}

describe('The pace of Chatwoot', () => {
  it('keeps the messages of a conversation below its limit, so that none is refused', async () => {
    server.behave({ choices: { messagesPerMinute: 10 } });
    const { liveChat, clock } = liveChatWith({ LIVECHAT_CHATWOOT_MESSAGES_PER_MINUTE: '10' });
    const chat = await opened(liveChat);
    const outcomes = [];
    for (let count = 0; count < 12; count++) {
      outcomes.push((await liveChat.say(words(chat, `${count}`), firstAttempt(`k${count}`))).outcome);
    }
    // The start counts as a message, since at some live chats it is one.
    expect(outcomes.filter((each) => each === 'delivered')).toHaveLength(9);
    expect(new Set(outcomes)).toEqual(new Set(['delivered', 'deferred']));
    expect(server.requests.filter(({ status }) => status === 422)).toEqual([]);
    await clock.pass(60_000);
    server.behave({});
    expect(await liveChat.say(words(chat, 'later'), firstAttempt('l'))).toEqual({ outcome: 'delivered' });
  });

  it('keeps the requests of the process below its limit', async () => {
    const { liveChat } = liveChatWith({ LIVECHAT_CHATWOOT_REQUESTS_PER_MINUTE: '240' });
    await opened(liveChat);
    expect(await liveChat.start(anna, firstAttempt('s'))).toMatchObject({
      outcome: 'deferred',
      cause: 'paced',
    });
    expect(server.requests).toHaveLength(3);
  });
});
