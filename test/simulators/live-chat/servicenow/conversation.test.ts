import { describe, expect, it } from 'vitest';
import { agentOnly, CALLBACK_KEY, instanceOfEachTest, words } from './instance.ts';

const instance = instanceOfEachTest();
const SUCCESS = { status: 200, body: { status: 'success' } };
const texts = () => instance.liveChat.chats[0]?.messages.map(({ text }) => text);
const last = () => instance.heard().at(-1);

const waiting = [
  'StartConversation',
  'DynamicLoader',
  'SubscribeToSupportQueue',
  'StartSpinner',
  'SubscribeToChatPresence',
  'ChatSubHeader',
];

describe('A request for an agent', () => {
  it('opens a chat under our own id, with the words, the history and the variables', async () => {
    const chat = await instance.open({
      contextVariables: { ...agentOnly, b2b_category: 'hr', order: '7' },
      clientVariables: { oursId: 'hs_1' },
      history: [
        {
          isBotMessage: false,
          value: 'Hello',
          displayName: 'Anna',
          type: 'text',
          timestamp: '1739866290393',
        },
        { isBotMessage: true, value: 'Hi', displayName: 'Bot', type: 'text', timestamp: '1739866290394' },
      ],
    });
    expect(chat).toMatchObject({ id: 'hs_1', status: 'queued', context: { order: '7' } });
    expect(chat.messages).toMatchObject([
      { from: 'customer', sender: 'Anna', text: 'Hello', earlier: true, at: '2025-02-18T08:11:30.393Z' },
      { from: 'copilot', sender: 'Bot', text: 'Hi', earlier: true },
      { from: 'customer', sender: 'anna', text: 'I need help', id: 'id of I need help' },
    ]);
    expect(await instance.items(1)).toEqual([waiting]);
    expect(instance.bridge.heard[0]?.headers['x-handoff-bridge-key']).toBe(CALLBACK_KEY);
    expect(last()).toMatchObject({
      requestId: expect.stringMatching(/^request /),
      clientSessionId: 'hs_1',
      userId: 'anna',
      message: words('I need help').message,
      clientVariables: { oursId: 'hs_1' },
      interactionId: expect.stringMatching(/^[0-9a-f]{32}$/),
      agentChat: true,
      score: 1,
    });
  });

  it('is answered by topics first unless it wants agents alone, and opens the chat when it is repeated', async () => {
    const ask = () => instance.post({ action: 'AGENT', ...words('Help') });
    expect(await ask()).toEqual(SUCCESS);
    expect(await instance.items(1)).toEqual([['OutputText', 'OutputText', 'TopicPickerControl']]);
    expect([instance.liveChat.chats, last()?.score]).toEqual([[], 0]);
    await ask();
    expect((await instance.items(3)).slice(1).toSorted((a, b) => a.length - b.length)).toEqual([
      ['OutputText'],
      waiting,
    ]);
    expect(texts()).toEqual(['Help']);
  });

  it('is refused in a callback where there is no agent, and in its answer where nothing works', async () => {
    instance.liveChat.refuse('no-agents');
    expect(await instance.post({ action: 'AGENT', contextVariables: agentOnly })).toEqual(SUCCESS);
    expect(await instance.items(1)).toEqual([['OutputText', 'SwitchToVirtualAgent']]);
    expect(last()).toMatchObject({ completed: true });
    instance.liveChat.refuse('unavailable');
    expect(await instance.post({ action: 'AGENT', contextVariables: agentOnly })).toMatchObject({
      status: 200,
      body: { status: 'failure' },
    });
    expect(instance.liveChat.chats).toEqual([]);
  });

  it.each([
    ['continues', [['I need help']]],
    ['says-again', [['I need help', 'I need help']]],
    ['opens-another', [['I need help'], ['I need help']]],
  ])('that is repeated %s', async (repeatedStart, chats) => {
    instance.liveChat.behave({ choices: { repeatedStart } });
    await instance.open();
    await instance.open();
    expect(instance.liveChat.chats.map(({ messages }) => messages.map(({ text }) => text))).toEqual(chats);
  });
});

describe('A live session', () => {
  it('shows words, files, typing and history that comes late', async () => {
    const chat = await instance.open();
    await instance.post(words('one'));
    const attachment = {
      url: 'https://files.example/a.pdf',
      fileName: 'a.pdf',
      contentType: 'application/pdf',
    };
    await instance.post({ message: { attachment } });
    await instance.post({ message: { attachment: [attachment], text: 'two files' } });
    expect(texts()?.slice(1)).toEqual([
      'one',
      'a.pdf: https://files.example/a.pdf',
      'two files',
      'a.pdf: https://files.example/a.pdf',
    ]);
    expect(chat.customerTypedAt).toBeUndefined();
    expect(await instance.post({ action: 'TYPING' })).toEqual(SUCCESS);
    expect(chat.customerTypedAt).toMatch(/Z$/);
    expect(await instance.post({ action: 'VIEWING' })).toEqual(SUCCESS);
    await instance.post({ action: 'SEND_HISTORY', history: [{ value: 'before', isBotMessage: true }] });
    expect(chat.messages[0]).toMatchObject({ text: 'before', earlier: true, from: 'copilot' });
    expect(await instance.items(1)).toHaveLength(1);
  });

  it('is told what became of its words, where the adapter is set to that', async () => {
    const chat = await instance.open();
    await chat.says('Hello', { messageId: 'm1' });
    await chat.says('Bye', { messageId: 'm2' });
    const message = [
      { id: 'm1', status: 'SENT_TO_USER', text: 'Hello!' },
      { id: 'm2', status: 'external_error' },
    ];
    expect(await instance.post({ action: 'UPDATE_MESSAGES', message })).toEqual(SUCCESS);
    expect(chat.messages.slice(1)).toMatchObject([
      { text: 'Hello!', delivery: 'delivered' },
      { text: 'Bye', delivery: 'failed' },
    ]);
    instance.liveChat.behave({ choices: { thirdPartyChat: false } });
    const refused = await instance.post({ action: 'UPDATE_MESSAGES', message: { id: 'm1', text: 'x' } });
    expect(refused).toMatchObject({ status: 200, body: { status: 'failure' } });
    expect(chat.messages[1]?.text).toBe('Hello!');
  });

  it('is ended, and a second end ends what is left', async () => {
    const chat = await instance.open();
    expect(await instance.post({ action: 'END_CONVERSATION', ...words('') })).toEqual(SUCCESS);
    expect([chat.status, chat.endReason]).toEqual(['ended', 'customer']);
    await instance.items(2);
    expect(last()).toMatchObject({ body: [{ uiType: 'OutputText' }], completed: true });
    await instance.post({ action: 'END_CONVERSATION' });
    await instance.items(3);
    expect(last()).not.toHaveProperty('completed');
  });

  it('can be over by a fault, which gives the control back', async () => {
    const chat = await instance.open();
    await instance.post({ action: 'FAULT_CONVERSATION', cause: 'EXTERNAL_FAILURE' });
    expect([chat.status, chat.endReason]).toEqual(['ended', 'failed']);
    await instance.items(2);
    expect(last()).toMatchObject({ body: [], takeControl: true, score: 0 });
  });

  it('that has ended wakes the Virtual Agent by words, until it is ended again or asked for an agent', async () => {
    const chat = await instance.open();
    await instance.post({ action: 'END_CONVERSATION' });
    await instance.items(2);
    expect(await instance.post(words('too late'))).toEqual(SUCCESS);
    expect((await instance.items(3))[2]).toEqual(['OutputText', 'OutputText', 'TopicPickerControl']);
    expect(last()).not.toHaveProperty('agentChat');
    expect([chat.details.virtualAgent, chat.status, texts()]).toEqual(['awake', 'ended', ['I need help']]);
    await instance.post({ action: 'END_CONVERSATION' });
    expect(chat.details.virtualAgent).toBe('asleep');
    const second = await instance.open();
    expect([second.id, second.idAgain, second.status]).toEqual(['hs_1#2', 'hs_1', 'queued']);
    await instance.post(words('to the second'));
    expect(second.messages.map(({ text }) => text)).toEqual(['I need help', 'to the second']);
  });
});

describe('A conversation that is created first', () => {
  it('is answered in the answer where the client waits, and agents have it once it is started', async () => {
    const create = { action: 'CREATE_CONVERSATION', syncResponse: true, message: {} };
    const { body: created } = await instance.post(create);
    expect(created).toMatchObject({ body: [{ actionType: 'CreateConversation' }], clientSessionId: 'hs_1' });
    expect(instance.liveChat.chats).toEqual([]);
    const { body } = await instance.post({ ...create, action: 'START_CREATED_CONVERSATION' });
    expect(body).toMatchObject({ agentChat: true, body: waiting.map((actionType) => ({ actionType })) });
    expect(instance.liveChat.chats).toMatchObject([{ id: 'hs_1', status: 'queued' }]);
    expect(instance.heard()).toEqual([]);
  });

  it('is told by callbacks where the client does not wait', async () => {
    expect(await instance.post({ action: 'CREATE_CONVERSATION' })).toEqual(SUCCESS);
    expect(await instance.items(1)).toEqual([['CreateConversation']]);
    expect(await instance.post({ action: 'START_CREATED_CONVERSATION' })).toEqual(SUCCESS);
    expect((await instance.items(2))[1]).toEqual(waiting);
  });
});

describe('An instance with a free agent', () => {
  const free = instanceOfEachTest({ autoJoin: true });

  it('tells the entrance after the queue', async () => {
    const chat = await free.open();
    expect(chat.status).toBe('active');
    const items = await free.items(2);
    expect(items.toSorted((a, b) => b.length - a.length)).toEqual([
      waiting,
      ['EndSpinner', 'SwitchToLiveAgent', 'System'],
    ]);
  });
});
