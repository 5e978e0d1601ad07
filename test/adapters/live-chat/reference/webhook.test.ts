import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';
import { callbackOf, openSession, postSigned } from '../callbacks.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge();
});
afterAll(() => world.stop());

const texts = (customer: { readonly messages: readonly { readonly text: string }[] }) =>
  customer.messages.map(({ text }) => text);

describe('A callback', () => {
  it('of no type is a message: 202, and the customer sees it under the name of the agent', async () => {
    const { customer, chat } = await openSession(world);
    const answer = await postSigned(world, callbackOf(chat.id, { messageId: 'm-1' }));
    expect(answer).toMatchObject({ status: 202, body: { status: 'accepted', messageId: 'm-1' } });
    await customer.sees('**Dana**: Hello');
  });

  it.each([
    ['agent-joined', { sender: 'Dana' }, /Dana has joined/],
    ['agent-transferred', { sender: 'Eli' }, /now talking with Eli/],
    ['queue-position', { queuePosition: 400, estimatedWaitSeconds: 60 }, /number 400 in the queue/],
    ['message', { message: 'Typed', sender: 'Dana' }, /\*\*Dana\*\*: Typed/],
  ])('of type %s is 202 and told to the customer', async (type, fields, told) => {
    const { customer, chat } = await openSession(world);
    expect((await postSigned(world, callbackOf(chat.id, { ...fields, type }))).status).toBe(202);
    await customer.sees(told);
  });

  it('of type agent-left is told to the customer once an agent was there', async () => {
    const { customer, chat } = await openSession(world);
    await postSigned(world, callbackOf(chat.id, { type: 'agent-joined' }));
    expect((await postSigned(world, callbackOf(chat.id, { type: 'agent-left' }))).status).toBe(202);
    await customer.sees(/Dana has left/);
  });

  it('of type typing, with or without a sender, is 202 and shows as typing', async () => {
    const { customer, chat } = await openSession(world);
    for (const sender of ['Dana', undefined]) {
      expect((await postSigned(world, callbackOf(chat.id, { type: 'typing', sender }))).status).toBe(202);
    }
    await expect
      .poll(() =>
        world.microsoft.teams.received.some(
          ({ conversationId, activity }) =>
            conversationId === customer.conversationId && activity.type === 'typing',
        ),
      )
      .toBe(true);
  });

  it.each([
    ['closed', /not on duty at the moment, so the chat has ended/],
    ['no-agents', /busy at the moment, so the chat has ended/],
    ['idle', /for a while/],
    ['failed', /lost the connection/],
    ['agent', /agent has ended the chat/],
    ['a word of later', /agent has ended the chat/],
    [undefined, /agent has ended the chat/],
  ])('of type session-ended because of %s tells the customer so', async (cause, told) => {
    const { customer, chat } = await openSession(world);
    const ended = callbackOf(chat.id, { type: 'session-ended', ...(cause && { cause }) });
    expect((await postSigned(world, ended)).status).toBe(202);
    await customer.sees(told);
  });

  it('of type session-ended brings last words, the farewell, and the customer back to the copilot', async () => {
    const { customer, chat, copilot } = await openSession(world);
    const ended = callbackOf(chat.id, { type: 'session-ended', message: 'Bye!', reason: 'solved' });
    expect((await postSigned(world, ended)).status).toBe(202);
    await customer.sees(/ended the chat/);
    expect(texts(customer).findIndex((text) => /Bye!/.test(text))).toBe(0);
    await expect
      .poll(() =>
        world.microsoft.copilotStudio.received.map(({ activity }) => JSON.stringify(activity)).join(),
      )
      .toContain(copilot.conversationId);
  });

  it('of type session-ended needs neither reason nor message', async () => {
    const { chat } = await openSession(world);
    const { message: _, sender: __, ...bare } = callbackOf(chat.id, { type: 'session-ended' });
    expect((await postSigned(world, bare)).status).toBe(202);
  });

  it('with unknown fields is taken', async () => {
    const { chat } = await openSession(world);
    expect((await postSigned(world, callbackOf(chat.id, { extra: { a: 1 }, v: 2 }))).status).toBe(202);
  });

  it('with the longest fields that are allowed is taken', async () => {
    const { chat } = await openSession(world);
    const longest = { messageId: 'm'.repeat(256), sender: 's'.repeat(256), message: 'x'.repeat(200_000) };
    expect((await postSigned(world, callbackOf(chat.id, longest))).status).toBe(202);
  });
});

describe('A repeat of a messageId within its session', () => {
  it.each(['message', 'agent-joined', 'queue-position'])('is 200 duplicate for a %s', async (type) => {
    const { chat, customer } = await openSession(world);
    const callback = callbackOf(chat.id, { type, queuePosition: 2, messageId: 'same' });
    expect((await postSigned(world, callback)).status).toBe(202);
    await customer.sees(/./);
    for (let repeat = 0; repeat < 20; repeat++) {
      expect(await postSigned(world, { ...callback, message: 'Another text' })).toMatchObject({
        status: 200,
        body: { status: 'duplicate', messageId: 'same' },
      });
    }
    await postSigned(world, callbackOf(chat.id, { message: 'last' }));
    await customer.sees(/last/);
    expect(texts(customer)).toHaveLength(2);
  });

  it('is 200 duplicate for typing, which is not shown again', async () => {
    const { chat } = await openSession(world);
    const typing = callbackOf(chat.id, { type: 'typing', messageId: 'same' });
    expect((await postSigned(world, typing)).status).toBe(202);
    expect(await postSigned(world, typing)).toMatchObject({
      status: 200,
      body: { status: 'duplicate', messageId: 'same' },
    });
  });

  it('is 200 duplicate after the end, too, also of the end itself', async () => {
    const { chat } = await openSession(world);
    const said = callbackOf(chat.id);
    const ended = callbackOf(chat.id, { type: 'session-ended' });
    for (const callback of [said, ended]) expect((await postSigned(world, callback)).status).toBe(202);
    for (const callback of [said, ended]) expect((await postSigned(world, callback)).status).toBe(200);
  });

  it('is no repeat in another session', async () => {
    const [first, second] = await Promise.all([openSession(world), openSession(world)]);
    for (const { chat } of [first, second]) {
      expect((await postSigned(world, callbackOf(chat.id, { messageId: 'shared' }))).status).toBe(202);
    }
    await Promise.all([first.customer.sees('Hello'), second.customer.sees('Hello')]);
  });

  it('many times at once has one effect', async () => {
    const { chat, customer } = await openSession(world);
    const callback = callbackOf(chat.id);
    const answers = await Promise.all(Array.from({ length: 20 }, () => postSigned(world, callback)));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19);
    await customer.sees('Hello');
    expect(texts(customer)).toHaveLength(1);
  });
});

describe('A session', () => {
  it('of an unknown session is 404', async () => {
    for (const id of ['lc_unknown', '__proto__', 'constructor', '../x', ' ']) {
      expect((await postSigned(world, callbackOf(id))).status).toBe(404);
    }
  });

  it.each([
    'message',
    'typing',
    'agent-joined',
    'agent-left',
    'agent-transferred',
    'queue-position',
    'session-ended',
  ])('that has ended is 410 for a %s, and nothing reaches Teams', async (type) => {
    const { chat, copilot, customer } = await openSession(world);
    await copilot.end({ LiveChatConversationId: '' });
    await chat.isEnded();
    expect((await postSigned(world, callbackOf(chat.id, { type, queuePosition: 1 }))).status).toBe(410);
    const ofCustomer = world.microsoft.teams.received.filter(
      ({ conversationId }) => conversationId === customer.conversationId,
    );
    expect(ofCustomer).toEqual([]);
  });
});
