import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBridge } from '../../http/running-bridge.ts';
import {
  assigned,
  bridgeOfChatwoot,
  conversation,
  conversationOf,
  postTo,
  sessionIn,
} from './chatwoot-callbacks.ts';

let world: RunningBridge;
let post: ReturnType<typeof postTo>;
beforeAll(async () => {
  world = await bridgeOfChatwoot();
  post = postTo(world);
});
afterAll(() => world.stop());

const session = () => sessionIn(world);

describe('What Chatwoot tells of a conversation', () => {
  it('is that an agent joins, another takes over, and that one leaves, by the change of the assignee', async () => {
    const { id, customer, seen } = await session();
    const joined = assigned(id, [null, 3], 'Dana');
    expect(await post(joined)).toMatchObject({ status: 202 });
    await customer.sees(/Dana has joined/);
    expect(await post(joined)).toMatchObject({ status: 200 });
    await post(assigned(id, [3, 4], 'Eli'));
    await customer.sees(/Eli/);
    await post(assigned(id, [4, null]));
    await expect.poll(() => seen().length).toBe(3);
  });

  it('is that an agent is there from the beginning', async () => {
    const { id, customer } = await session();
    const meta = { assignee: { id: 3, name: 'Dana' }, assignee_type: 'User' };
    await post(conversation(id, 'conversation_created', { meta }));
    await customer.sees(/Dana has joined/);
  });

  it.each([
    ['a bot is assigned', { meta: { assignee: { id: 1, name: 'Robbie' }, assignee_type: 'AgentBot' } }],
    ['nothing of it is ours', { changed_attributes: null }],
    ['a label came', { changed_attributes: [{ label_list: { previous_value: [], current_value: ['x'] } }] }],
  ])('is nothing when %s', async (_, fields) => {
    const { id } = await session();
    const event = 'meta' in fields ? 'conversation_created' : 'conversation_updated';
    expect(await post(conversation(id, event, fields))).toMatchObject({
      status: 200,
      body: { status: 'ignored' },
    });
  });

  it('is the end when it is resolved, and not when it is snoozed', async () => {
    const { id, customer, copilot } = await session();
    expect(await post(conversation(id, 'conversation_status_changed', { status: 'snoozed' }))).toMatchObject({
      status: 200,
    });
    expect(await post(conversation(id, 'conversation_status_changed', { status: 'resolved' }))).toMatchObject(
      { status: 202 },
    );
    await customer.sees(/ended the chat/);
    expect((await copilot.message('hello?')).replies.at(-1)).toMatchObject({ type: 'endOfConversation' });
  });

  it('is that no agent is there any more when it goes back to a bot', async () => {
    const { id, customer, seen } = await session();
    await post(assigned(id, [null, 3], 'Dana'));
    await customer.sees(/Dana has joined/);
    const before = seen().length;
    expect(await post(conversation(id, 'conversation_status_changed', { status: 'pending' }))).toMatchObject({
      status: 202,
    });
    await expect.poll(() => seen().length).toBe(before + 1);
  });

  it('is that the agent is typing, and not that the contact is, or an agent to another', async () => {
    const { id } = await session();
    const typing = (user: Readonly<Record<string, unknown>>, is_private = false) =>
      post({ event: 'conversation_typing_on', user, conversation: conversationOf(id), is_private });
    expect(await typing({ id: 9, type: 'contact' })).toMatchObject({ body: { status: 'ignored' } });
    expect(await typing({ id: 3, type: 'user' }, true)).toMatchObject({ body: { status: 'ignored' } });
    expect(await typing({ id: 3, name: 'Dana', type: 'user' })).toMatchObject({ status: 202 });
  });
});
