import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectedBridge, eventually, startConnectedBridge } from './orchestrator.ts';

let world: ConnectedBridge;
beforeAll(async () => {
  world = await startConnectedBridge();
});
afterAll(() => world.stop());

const inBody = { deliveryMode: 'expectReplies' };

/** Anna has asked for an agent, and Dana has joined. */
async function inChat() {
  const anna = world.orchestrator(inBody);
  const asked = await anna.turn('My invoice is wrong');
  const chat = await world.liveChat.chat();
  await chat.join('Dana');
  await eventually(() => anna.shown().some((text) => text.includes('Dana')));
  return { anna, chat, asked };
}

const saidBy = (chat: Awaited<ReturnType<typeof inChat>>['chat']) =>
  chat.messages.filter(({ from }) => from === 'customer').map(({ text }) => text);

describe('A turn of a connected agent', () => {
  it('asks for an agent with its words where no session is open, and is answered in words', async () => {
    const { asked, chat } = await inChat();
    expect(asked).toMatchObject({ status: 200, contentType: expect.stringContaining('application/json') });
    expect(asked.texts.join(' ')).toMatch(/asked for an agent/);
    expect(chat.problem).toBe('My invoice is wrong');
  });

  it('is relayed in a session, and answered with nothing', async () => {
    const { anna, chat } = await inChat();
    expect((await anna.turn('It is number 17')).body).toBe('{"activities":[]}');
    await chat.sees('It is number 17');
    await chat.says('Thank you, Anna');
    await eventually(() => anna.shown().includes('**Dana**: Thank you, Anna'));
  });

  it.each(['Good bye!', 'end handoff', 'BYE'])('ends the chat with %s', async (words) => {
    const { anna, chat } = await inChat();
    const { texts } = await anna.turn(words);
    expect(texts.join()).toMatch(/has ended/);
    await chat.isEnded();
    expect(saidBy(chat)).not.toContain(words);
  });

  it('that says good bye outside of a chat opens none', async () => {
    const anna = world.orchestrator(inBody);
    expect((await anna.turn('good bye')).texts.join()).toMatch(/not in a chat/);
  });

  it('soon after the end opens no chat', async () => {
    const { anna, chat } = await inChat();
    await chat.ends();
    await eventually(() => anna.shown().some((text) => text.includes('has ended the chat')));
    const before = world.liveChat.chats.length;
    expect((await anna.turn('thanks!')).texts.join()).toMatch(/just ended/);
    expect(world.liveChat.chats).toHaveLength(before);
    expect(saidBy(chat)).not.toContain('thanks!');
  });
});

describe('A live chat that cannot be had', () => {
  it.each([
    ['closed', /not on duty/],
    ['no-agents', /busy/],
    ['unavailable', /cannot reach/],
  ] as const)('is told as such: %s', async (reason, words) => {
    world.liveChat.refuse(reason);
    const { texts, body } = await world.orchestrator(inBody).turn('Help');
    world.liveChat.refuse(undefined);
    expect(texts.join()).toMatch(words);
    expect(JSON.parse(body).activities.at(-1)).toMatchObject({ type: 'endOfConversation' });
  });

  it('is asked for again by the next turn', async () => {
    const anna = world.orchestrator(inBody);
    world.liveChat.refuse('no-agents');
    await anna.turn('Help');
    world.liveChat.refuse(undefined);
    expect((await anna.turn('Help, please')).texts.join()).toMatch(/asked for an agent/);
  });
});

describe('An orchestrator', () => {
  it('may repeat a turn under its id: it has one effect, and the same answer', async () => {
    const anna = world.orchestrator({ ...inBody, id: randomUUID() });
    const [first, second] = await Promise.all([anna.turn('Help'), anna.turn('Help')]);
    expect(first.body).toBe(second.body);
    expect((await anna.turn('Help')).body).toBe(first.body);
    expect(saidBy(await world.liveChat.chat())).toEqual([]);
  });

  it('may repeat a turn under a new id: the agent reads it once', async () => {
    const { anna, chat } = await inChat();
    for (let times = 0; times < 3; times++) await anna.turn('Number 17');
    await anna.turn('number  17!');
    await anna.turn('of last month');
    await chat.sees('of last month');
    expect(saidBy(chat)).toEqual(['Number 17', 'of last month']);
  });

  it('may repeat the first turn under a new id, at once and later: there is one chat, and nothing is said twice', async () => {
    const anna = world.orchestrator(inBody);
    const before = world.liveChat.chats.length;
    await Promise.all([anna.turn('The printer is on fire'), anna.turn('The printer is on fire')]);
    await anna.turn('The printer is on fire');
    await anna.turn('Hurry');
    const chat = await world.liveChat.chat();
    await chat.sees('Hurry');
    expect(world.liveChat.chats).toHaveLength(before + 1);
    expect(saidBy(chat)).toEqual(['Hurry']);
  });

  it('may let the same words be said again once the agent has answered', async () => {
    const { anna, chat } = await inChat();
    await anna.turn('yes');
    await chat.sees('yes');
    await chat.says('Really?');
    await eventually(() => anna.shown().includes('**Dana**: Really?'));
    await anna.turn('yes');
    await anna.turn('really');
    await chat.sees('really');
    expect(saidBy(chat)).toEqual(['yes', 'yes', 'really']);
  });

  it('may ask twice at once with other words: all of them reach one agent', async () => {
    const anna = world.orchestrator(inBody);
    const before = world.liveChat.chats.length;
    await Promise.all([anna.turn('My invoice'), anna.turn('It is too high')]);
    const chat = await world.liveChat.chat();
    await eventually(() => saidBy(chat).length === 1);
    expect(world.liveChat.chats).toHaveLength(before + 1);
    expect([chat.problem, ...saidBy(chat)].toSorted()).toEqual(['It is too high', 'My invoice']);
  });

  const asked = { from: 'user', text: 'Hi' };
  const answered = { from: 'bot', text: 'Hello' };
  it.each([
    ['value', { value: { history: [asked, answered] } }],
    [
      'JSON text of channelData',
      { channelData: JSON.stringify({ chatHistory: JSON.stringify([asked, answered]) }) },
    ],
    [
      'other words',
      {
        value: {
          conversationHistory: [
            { role: 'User', content: 'Hi' },
            { role: 'assistant', content: 'Hello' },
          ],
        },
      },
    ],
    ['with its own words last', { value: { history: [asked, answered, { from: 'user', text: 'Help' }] } }],
  ])('may pass a history along in %s', async (_, where) => {
    const anna = world.orchestrator(inBody);
    await anna.turn('Help', where);
    const chat = await world.liveChat.chat();
    const earlier = chat.messages.filter((each) => each.earlier);
    expect(earlier.map(({ from, text }) => `${from}: ${text}`)).toEqual(['customer: Hi', 'copilot: Hello']);
  });

  it('need not name the channel, the tenant or the language', async () => {
    const anna = world.orchestrator({ ...inBody, channelId: null });
    expect((await anna.turn('Help')).texts.join()).toMatch(/asked for an agent/);
  });

  it.each([
    { entities: [{ type: 'ProductInfo', id: 'COPILOT' }] },
    { channelId: 'msteams:COPILOT' },
    { channelId: 'telephony' },
  ])('is told where nothing is shown outside of a turn: %j', async (where) => {
    const { texts } = await world.orchestrator(inBody).turn('Help', where);
    expect(texts.join()).toMatch(/possible in Microsoft Teams or web chat only/);
  });
});
