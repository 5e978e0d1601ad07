import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Customer } from '../../../../simulators/teams/customer.ts';
import {
  type BridgeAndInstance,
  bridgeAndInstance,
  callbackOf,
  dana,
  openSession,
  post,
  wordsOf,
} from './bridge-and-instance.ts';

let world: BridgeAndInstance;
beforeAll(async () => {
  world = await bridgeAndInstance({ LIVECHAT_SERVICENOW_THIRD_PARTY_CHAT: 'true' });
});
afterAll(() => world.stop());

const texts = ({ messages }: Customer) => messages.map(({ text }) => text);
const action = (actionType: string, fields = {}) => ({ uiType: 'ActionMsg', actionType, ...fields });
const sentOf = (id: string, name: string) =>
  world.instance
    .bodies()
    .filter(({ clientSessionId, action: each }) => clientSessionId === id && each === name);

describe('A callback of ServiceNow', () => {
  it('brings words to the customer under the name of the agent, and never our own', async () => {
    const { id, customer } = await openSession(world);
    const answer = await post(world, callbackOf(id, [wordsOf('Hello')]));
    expect(answer).toMatchObject({ status: 200, body: { status: 'accepted' } });
    await customer.sees('**Dana**: Hello');
    expect(texts(customer).join()).not.toContain('echo of ours');
  });

  it.each([
    ['our id of the session alone', { clientVariables: undefined }],
    ['what we sent along alone', { clientSessionId: '' }],
    ['null in the place of all else', { requestId: null, message: null, clientVariables: null, score: '1' }],
    ['fields that are not known, or odd', { message: 'x', interactionId: 7, nowSessionId: '', new: {} }],
  ])('is taken with %s', async (_, fields) => {
    const { id, customer } = await openSession(world);
    expect((await post(world, callbackOf(id, wordsOf('Hello'), fields))).status).toBe(200);
    await customer.sees('**Dana**: Hello');
  });

  it('tells who joined, the wait and words of no agent', async () => {
    const { id, customer } = await openSession(world);
    const wait = { spinnerType: 'wait_time', message: 'Routing you', waitTime: '8 Seconds' };
    const stand = { uiType: 'OutputText', value: 'Please stand by' };
    await post(world, callbackOf(id, [stand, action('StartSpinner', wait)]));
    await customer.sees(/^Please stand by$/);
    await customer.sees(/^Routing you 8 Seconds$/);
    await post(world, callbackOf(id, [action('System', { message: 'Dana has entered the chat.' })]));
    await customer.sees(/Dana has joined/);
    await post(world, callbackOf(id, [{ ...wordsOf('Hi'), agentInfo: { sentFromAgent: true } }]));
    await customer.sees('**Dana**: Hi');
  });

  it('shows that the agent is typing', async () => {
    const { id, customer } = await openSession(world);
    await post(world, callbackOf(id, [action('StartTypingIndicatorActionMsg')]));
    const isTyping = () =>
      world.bridge.microsoft.teams.received.some(
        ({ conversationId, activity }) =>
          conversationId === customer.conversationId && activity.type === 'typing',
      );
    await expect.poll(isTyping).toBe(true);
  });

  it('ends the session after its last words, once, and all that follows is 200 and lost', async () => {
    const { id, customer } = await openSession(world);
    const last = [action('SwitchToVirtualAgent'), wordsOf('Bye')];
    expect((await post(world, callbackOf(id, last, { completed: true, takeControl: true }))).status).toBe(
      200,
    );
    await customer.sees(/agent has ended the chat/);
    expect(texts(customer)[0]).toBe('**Dana**: Bye');
    const farewell = { uiType: 'OutputText', value: 'If you need help again, type hi.' };
    expect(await post(world, callbackOf(id, [farewell], { completed: true }))).toMatchObject({
      status: 200,
      body: { status: 'ended' },
    });
    expect(sentOf(id, 'UPDATE_MESSAGES')).toEqual([]);
    const late = wordsOf('Are you still there?', { messageId: 'late-1' });
    expect(await post(world, callbackOf(id, [late]))).toMatchObject({
      status: 200,
      body: { status: 'ended' },
    });
    await expect
      .poll(() => sentOf(id, 'UPDATE_MESSAGES'))
      .toMatchObject([{ message: [{ id: 'late-1', status: 'external_error' }] }]);
    expect(texts(customer).join()).not.toMatch(/type hi|still there/);
  });

  it('ends for a cause where one is told', async () => {
    const { id, customer } = await openSession(world);
    await post(world, callbackOf(id, [], { takeControl: true, score: 0 }));
    await customer.sees(/lost the connection/);
  });
});

describe('A repeat of a callback', () => {
  it('has no effect, with its ids or without, whatever is said under them', async () => {
    const { id, customer } = await openSession(world);
    const named = callbackOf(id, [
      wordsOf('One', { messageId: 'same' }),
      wordsOf('Two', { messageId: undefined }),
    ]);
    expect((await post(world, named)).body).toEqual({ status: 'accepted' });
    for (let time = 0; time < 20; time++) {
      expect(await post(world, named)).toMatchObject({ status: 200, body: { status: 'duplicate' } });
    }
    await post(world, callbackOf(id, [wordsOf('Other words', { messageId: 'same' }), wordsOf('Last')]));
    await customer.sees(/Last/);
    expect(texts(customer)).toEqual(['**Dana**: One', '**Dana**: Two', '**Dana**: Last']);
  });

  it('is none in another session', async () => {
    const sessions = [await openSession(world), await openSession(world)];
    for (const { id } of sessions)
      await post(world, callbackOf(id, [wordsOf('Hello', { messageId: 'shared' })]));
    for (const { customer } of sessions) await customer.sees('**Dana**: Hello');
  });

  it('that was taken in part takes what is left', async () => {
    const { id, customer } = await openSession(world);
    const [one, two] = [wordsOf('One'), wordsOf('Two')];
    await post(world, callbackOf(id, [one]));
    expect((await post(world, callbackOf(id, [one, two]))).body).toEqual({ status: 'accepted' });
    await customer.sees(/Two/);
    expect(texts(customer)).toHaveLength(2);
  });
});

describe('Callbacks that come at once', () => {
  it('are each taken once', async () => {
    const { id, customer } = await openSession(world);
    const all = Array.from({ length: 5 }, (_, index) => callbackOf(id, [wordsOf(`Words ${index}`)]));
    const answers = await Promise.all([...all, ...all, ...all].map((each) => post(world, each)));
    expect(answers.filter(({ body }) => body.status === 'accepted')).toHaveLength(5);
    await expect.poll(() => new Set(texts(customer)).size).toBe(5);
    expect(texts(customer)).toHaveLength(5);
  });
});

describe('A callback before the answer to the start', () => {
  it('is taken after it, every one of them, since ServiceNow does not repeat', async () => {
    const answers: Promise<{ readonly status: number }>[] = [];
    world.instance.next((response, { body }) => {
      const { clientSessionId: id } = JSON.parse(body) as { readonly clientSessionId: string };
      answers.push(post(world, callbackOf(id, [action('SwitchToLiveAgent', { agentInfo: dana })])));
      for (const text of ['One', 'Two']) answers.push(post(world, callbackOf(id, [wordsOf(text)])));
      setTimeout(() => response.writeHead(200).end('{"status":"success"}'), 300);
    });
    const { customer } = await openSession(world);
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200]);
    await customer.sees(/Dana has joined/);
    await customer.sees('**Dana**: One');
    await customer.sees('**Dana**: Two');
  });
});

describe('A callback that is not right', () => {
  const bare = { clientVariables: undefined };
  it.each([
    ['no session', { ...bare, clientSessionId: '' }, 'clientSessionId'],
    ['an id that cannot be one', { ...bare, clientSessionId: 'a\u0000b' }, 'clientSessionId'],
    ['an id of another type', { ...bare, clientSessionId: 7 }, 'clientSessionId'],
    ['two sessions', { clientVariables: { handoffSession: 'hs_2' } }, 'clientVariables.handoffSession'],
    ['variables of another type', { clientVariables: 'x' }, 'clientVariables'],
  ])('is 400 for %s, names the field, and changes nothing', async (_, fields, field) => {
    const { id, customer } = await openSession(world);
    expect(await post(world, callbackOf(id, [wordsOf('Crossed')], fields))).toMatchObject({
      status: 400,
      body: { field },
    });
    await post(world, callbackOf(id, [wordsOf('Right')]));
    await customer.sees(/Right/);
    expect(texts(customer)).toHaveLength(1);
  });

  it('is 404 for a session that there is not', async () => {
    expect((await post(world, callbackOf('hs_nobody', [wordsOf('Hello')]))).status).toBe(404);
  });

  it.each([
    ['[]', 400],
    ['{', 400],
    ['"x"', 400],
    [`{"a":${'['.repeat(100)}${']'.repeat(100)}}`, 400],
    [`{"clientSessionId":"hs_1","a":"${'x'.repeat(256 * 1024)}"}`, 413],
  ])('is refused as a body: %.20s', async (body, status) => {
    expect((await post(world, body)).status).toBe(status);
  });

  it('is 415 when it is compressed', async () => {
    const headers = { 'x-handoff-bridge-key': world.callbackSecret, 'content-encoding': 'gzip' };
    expect((await post(world, callbackOf('hs_1', []), headers)).status).toBe(415);
  });
});
