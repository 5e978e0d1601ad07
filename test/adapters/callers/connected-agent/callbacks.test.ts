import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { text as page } from '../../http/client/odd-server.ts';
import { type ConnectedBridge, eventually, startConnectedBridge } from './orchestrator.ts';

let world: ConnectedBridge;
beforeAll(async () => {
  world = await startConnectedBridge();
});
afterAll(() => world.stop());

async function inChat() {
  const anna = world.orchestrator({ deliveryMode: 'expectReplies' });
  await anna.turn('My invoice is wrong');
  const chat = await world.liveChat.chat();
  await chat.join('Dana');
  await eventually(() => anna.shown().length > 0);
  return { anna, chat };
}

describe('Words outside of a turn', () => {
  it('go to the newest callback, to the URL as it was given, and without a token', async () => {
    const { anna, chat } = await inChat();
    anna.renew();
    await anna.turn('Hello?');
    await chat.says('Hello Anna');
    await eventually(() => anna.shown().includes('**Dana**: Hello Anna'));
    const last = world.callbacks.heard.at(-1);
    expect(last?.url).toContain(anna.secrets.at(-1));
    expect(last?.headers).not.toHaveProperty('authorization');
    expect(JSON.parse(last?.body ?? '')).toEqual({
      type: 'message',
      text: '**Dana**: Hello Anna',
      textFormat: 'markdown',
      channelId: 'msteams',
      conversation: { id: anna.conversationId, tenantId: expect.any(String) },
      from: { id: 'handoff-bridge' },
      recipient: { id: '29:anna' },
    });
  });

  it.each([403])(
    'wait for the next turn when the right is over (%i), and then go out at once and in order',
    async (status) => {
      const { anna, chat } = await inChat();
      anna.revoke(status);
      await chat.says('one');
      await chat.says('two');
      await chat.sees(/cannot be reached/);
      const before = anna.shown().filter((text) => text.includes('two')).length;
      anna.renew();
      const since = performance.now();
      await anna.turn('Are you there?');
      await eventually(() => anna.shown().filter((text) => text.includes('two')).length > before);
      expect(performance.now() - since).toBeLessThan(1500);
      await chat.sees(/can be reached again/);
      const words = anna.shown().map((text) => text.slice(-3));
      expect(words.slice(-2)).toEqual(['one', 'two']);
    },
  );

  it('wait through the end as well: the farewell meets the customer’s next turn', async () => {
    const { anna, chat } = await inChat();
    anna.revoke();
    await chat.says('Good bye, Anna');
    await chat.sees(/cannot be reached/);
    await chat.ends();
    anna.renew();
    expect((await anna.turn('Hello?')).texts.join()).toMatch(/just ended/);
    await eventually(() => anna.shown().some((text) => text.includes('has ended the chat')));
    expect(anna.shown().slice(-2)[0]).toContain('Good bye, Anna');
  });

  it('are tried again after an answer that is none of a copilot', async () => {
    const { anna, chat } = await inChat();
    const html = page(200, '<html>Please sign in</html>', { 'content-type': 'text/html' });
    world.callbacks.next(html, page(503, ''));
    await chat.says('after all');
    await eventually(() => anna.shown().filter((text) => text.includes('after all')).length === 3);
  });

  it('end with an endOfConversation, after the last words', async () => {
    const { anna, chat } = await inChat();
    await chat.ends();
    await eventually(() => world.callbacks.heard.at(-1)?.body.includes('endOfConversation'));
    const [words, end] = world.callbacks.heard.slice(-2).map(({ body }) => JSON.parse(body));
    expect(words.text).toContain('has ended the chat');
    expect(end).toMatchObject({ type: 'endOfConversation', value: { Reason: 'agent' } });
    expect(anna.shown().at(-1)).toContain('has ended the chat');
  });
});
