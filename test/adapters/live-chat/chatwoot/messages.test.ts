import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBridge } from '../../http/running-bridge.ts';
import { bridgeOfChatwoot, conversation, message, postTo, sessionIn } from './chatwoot-callbacks.ts';

let world: RunningBridge;
let post: ReturnType<typeof postTo>;
beforeAll(async () => {
  world = await bridgeOfChatwoot();
  post = postTo(world);
});
afterAll(() => world.stop());

const session = () => sessionIn(world);

describe('What Chatwoot tells of a message', () => {
  it('reaches the customer as the agent’s, once, whether it is created, repeated or tried again', async () => {
    const { id, customer, seen } = await session();
    const hello = message(id, { content: 'Hello Anna' });
    expect(await post(hello)).toMatchObject({ status: 202 });
    await customer.sees('**Dana**: Hello Anna');
    expect(await post(hello)).toMatchObject({ status: 200, body: { status: 'duplicate' } });
    expect(await post({ ...hello, event: 'message_updated', content: 'another text' })).toMatchObject({
      status: 200,
    });
    expect(await post(message(id, { event: 'message_updated', content: 'Tried again' }))).toMatchObject({
      status: 202,
    });
    await customer.sees('**Dana**: Tried again');
    expect(seen().filter((text) => text.includes('Hello Anna'))).toHaveLength(1);
    expect(seen().join()).not.toContain('another text');
  });

  it.each([
    ['the contact’s own, odd as it may be', { message_type: 'incoming', content: 5, attachments: 'none' }],
    ['the contact’s own, as a number', { message_type: 0 }],
    ['between agents', { private: true, conversation: {} }],
    ['what happened', { message_type: 'activity' }],
    ['deleted', { event: 'message_updated', content_attributes: { deleted: true } }],
    ['empty', { content: null }],
  ])('is answered at once and shown to no one when it is %s', async (_, fields) => {
    const { id, seen } = await session();
    const before = seen();
    expect(await post(message(id, fields))).toMatchObject({ status: 200, body: { status: 'ignored' } });
    expect(await post(message(id, { content: 'The next one' }))).toMatchObject({ status: 202 });
    await expect.poll(seen).toHaveLength(before.length + 1);
    expect(seen().join()).toContain('The next one');
  });

  it.each([
    ['a template', { message_type: 'template', sender: null }],
    ['a template, as a number', { message_type: 3 }],
    ['a rule without a sender', { sender: null }],
    ['a rule', { content_attributes: { automation_rule_id: 9 } }],
    ['a bot', { sender: { id: 1, name: 'Robbie', type: 'agent_bot' } }],
  ])('is a notice and makes no agent join when it is of %s', async (_, fields) => {
    const { id, customer, seen } = await session();
    expect(await post(message(id, { content: 'We are busy', ...fields }))).toMatchObject({ status: 202 });
    await customer.sees(/We are busy/);
    expect(seen().join()).not.toMatch(/Dana|Robbie|joined/);
  });

  it('names choices and files', async () => {
    const { id, customer } = await session();
    const items = [{ title: 'Red', value: 'r' }, { title: 'Blue' }];
    const attachments = [{ data_url: 'https://chat.example/blue.png' }, { data_url: 'javascript:alert(1)' }];
    await post(
      message(id, {
        content: 'Which?',
        content_type: 'input_select',
        content_attributes: { items },
        attachments,
      }),
    );
    const { text } = await customer.sees(/Which\?/);
    expect(text).toMatch(/Red[\s\S]*Blue[\s\S]*blue\.png/);
    expect(text).not.toContain('javascript');
  });

  it('of an ended session is refused, so that the agent sees it failed, and a rule’s is not', async () => {
    const { id, copilot, chat } = await session();
    await copilot.message('end handoff');
    await chat.isEnded();
    expect(await post(message(id))).toMatchObject({ status: 410 });
    expect(await post(message(id, { message_type: 'template' }))).toMatchObject({
      status: 200,
      body: { status: 'ended' },
    });
    expect(await post(conversation(id, 'conversation_status_changed', { status: 'resolved' }))).toMatchObject(
      { status: 200 },
    );
  });

  it('of a contact who is none of ours is 404', async () => {
    expect(await post(message('a-contact-of-another-program'))).toMatchObject({ status: 404 });
  });
});
