import { describe, expect, it } from 'vitest';
import { postCallback } from '../../simulators/live-chat/callbacks/post-callback.ts';
import { escalated } from './escalated.ts';
import { worldOfEachTest } from './world-of-each-test.ts';

const start = worldOfEachTest();

const ended = (text: string) => /chat has ended|ended the chat/.test(text);

describe.each(['reference', 'contoso-sample'] as const)('With the %s skill dialect', (dialect) => {
  it('the agent ends first: the customer reads the last words, then the farewell, and is back with the copilot', async () => {
    const { microsoft, liveChat } = await start({ dialect });
    const { anna, chat } = await escalated(microsoft, liveChat);
    await chat.join('Dana');
    await chat.says('Your ticket is 123');
    expect(await chat.ends({ message: 'Bye!' })).toMatchObject({ status: 202 });
    await anna.sees(({ text }) => ended(text));
    const texts = anna.messages.map(({ text }) => text);
    const order = ['Your ticket is 123', 'Bye!', 'ended the chat'].map((part) =>
      texts.findIndex((text) => text.includes(part)),
    );
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
    await expect.poll(() => microsoft.copilotStudio.stateOf(anna.conversationId).isSkillActive).toBe(false);
    await anna.says('Hello');
    expect(anna.messages.at(-1)?.from).toBe('copilot');
    expect(chat.messages.some(({ text }) => text === 'Hello')).toBe(false);
  });

  it('a live chat that is down costs the turn no more than its budget, and the customer gets a sentence', async () => {
    const { microsoft, liveChat } = await start({ dialect, environment: { HANDOFF_TURN_BUDGET_MS: '1500' } });
    await liveChat.stop();
    const anna = await microsoft.teams.customer('Anna');
    await anna.says('I want to talk with a person');
    const before = Date.now();
    await anna.says('My invoice is wrong');
    expect(Date.now() - before).toBeLessThan(4000);
    await anna.sees(/cannot reach our agents/);
    await anna.says('Hello');
    expect(microsoft.copilotStudio.stateOf(anna.conversationId).isSkillActive).toBe(false);
  });

  it('a second escalation while one is open finds the same session', async () => {
    const { microsoft, liveChat } = await start({ dialect });
    const { anna, chat } = await escalated(microsoft, liveChat);
    const name = dialect === 'reference' ? 'endConversation' : 'startConversation';
    const again = await microsoft.copilotStudio.callSkill({
      type: 'event',
      name,
      conversation: { id: anna.conversationId },
    });
    expect(again.replies.at(-1)).toMatchObject({
      type: 'endOfConversation',
      value: { LiveChatConversationId: chat.id, HandoffStatus: 'already-open' },
    });
    expect(liveChat.chats).toHaveLength(1);
  });

  it('a late agent is refused after the end, and nothing reaches Teams', async () => {
    const { microsoft, liveChat, bridge, credentials } = await start({ dialect });
    const { anna, chat } = await escalated(microsoft, liveChat);
    await chat.says('One moment please');
    await anna.sees(/One moment please/);
    await anna.says('Good bye');
    await chat.isEnded();
    const before = microsoft.teams.received.length;
    const late = await postCallback(
      `${bridge.url}/api/messages/proactive`,
      {
        sessionId: chat.id,
        messageId: 'late-1',
        message: 'Too late',
        sender: 'Dana',
        timestamp: new Date().toISOString(),
      },
      { secret: credentials.webhookSecret },
    );
    expect(late.status).toBe(410);
    await anna.says('Hello');
    expect(
      microsoft.teams.received
        .slice(before)
        .map(({ activity }) => JSON.stringify(activity))
        .join(),
    ).not.toContain('Too late');
  });

  it('a kill -9 between ack and delivery: what waited arrives after the restart, once and in order', async () => {
    const { microsoft, liveChat, bridge } = await start({ dialect });
    const { anna, chat } = await escalated(microsoft, liveChat);
    await chat.join('Dana');
    await anna.sees(/Dana/);
    const comeBackLater = { status: 503, headers: { 'retry-after': '2' } };
    microsoft.teams.failNext(comeBackLater);
    liveChat.failNext({ path: '/send', ...comeBackLater });
    for (const text of ['one', 'two', 'three']) expect(await chat.says(text)).toMatchObject({ status: 202 });
    for (const text of ['eins', 'zwei', 'drei']) await anna.says(text);
    await bridge.kill();
    expect(anna.messages.some(({ text }) => text.endsWith('one'))).toBe(false);
    expect(chat.messages.some(({ text }) => text === 'eins')).toBe(false);
    await bridge.start();
    await anna.sees(/three/, { withinMs: 10_000 });
    await chat.sees('drei', { withinMs: 10_000 });
    const fromAgent = anna.messages.map(({ text }) => text).filter((text) => /one$|two$|three$/.test(text));
    expect(fromAgent).toEqual([
      expect.stringMatching(/one$/),
      expect.stringMatching(/two$/),
      expect.stringMatching(/three$/),
    ]);
    const fromCustomer = chat.messages
      .map(({ text }) => text)
      .filter((text) => /^(eins|zwei|drei)$/.test(text));
    expect(fromCustomer).toEqual(['eins', 'zwei', 'drei']);
  });
});

describe('A bridge', () => {
  it('ends an idle session with a warning before, and tells both sides', async () => {
    const { microsoft, liveChat } = await start({ environment: { HANDOFF_IDLE_MINUTES: '0.03' } });
    const { anna, chat } = await escalated(microsoft, liveChat);
    await anna.sees(/Are you still there/);
    await anna.sees(/nobody wrote for a while/);
    await chat.isEnded();
    const texts = anna.messages.map(({ text }) => text);
    expect(texts.findIndex((text) => /still there/.test(text))).toBeLessThan(
      texts.findIndex((text) => /nobody/.test(text)),
    );
  });

  it('goes on with an open session after an orderly stop and start', async () => {
    const { microsoft, liveChat, bridge } = await start({});
    const { anna, chat } = await escalated(microsoft, liveChat);
    expect(await bridge.stop()).toBe(0);
    await bridge.start();
    await anna.says('still me');
    await chat.sees('still me');
    await chat.says('still here');
    await anna.sees(/still here/);
  });
});
