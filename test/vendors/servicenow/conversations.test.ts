import { afterEach, describe, expect, it } from 'vitest';
import { skillCaller, statusOf } from '../../adapters/callers/skill/skill-caller.ts';
import { type RunningBridge, startRunningBridge } from '../../adapters/http/running-bridge.ts';

/* The bridge and an instance that is set in all the ways in which one may be set. */

let world: RunningBridge;
afterEach(() => world.stop());

type Choices = Readonly<Record<string, unknown>>;

async function asked(choices: Choices = {}, environment: Readonly<Record<string, string>> = {}) {
  world = await startRunningBridge({ liveChatKind: 'servicenow', environment });
  world.liveChat.behave({ choices });
  const customer = await world.microsoft.teams.customer('Anna');
  const copilot = skillCaller(world, { conversationId: customer.conversationId });
  const status = statusOf(await copilot.escalate());
  return { customer, copilot, status, texts: () => customer.messages.map(({ text }) => text) };
}

describe('A conversation with an agent of ServiceNow', () => {
  it.each([
    ['as it mostly is', {}],
    ['with the text as a label', { textIn: 'label' }],
    ['with the other spelling of typing', { typing: 'StartTypingIndicatorActionMsg' }],
    ['with nulls, and single items that are in no list', { nulls: true, bodyOfOne: 'object' }],
    [
      'with items that no document has',
      { alongside: [{ uiType: 'StreamChunk', value: 'x' }, { uiType: 'New' }] },
    ],
    ['where an end is a switch alone', { endBy: 'switch' }],
    ['where an end is a flag', { endBy: 'completed' }],
    ['where an end gives back control', { endBy: 'take-control' }],
  ])('%s, crosses the bridge both ways and ends', async (_, choices) => {
    const { customer, copilot, status, texts } = await asked(choices);
    expect(status).toBe('queued');
    const chat = await world.liveChat.chat();
    expect(chat.customerName).toBe('Customer');
    await customer.sees(/Routing you to a live agent/);
    await chat.join('Dana');
    await customer.sees(/Dana has joined/);
    await chat.says('Which one?');
    await customer.sees('**Dana**: Which one?');
    await copilot.message('The red one');
    await chat.sees('The red one');
    await chat.ends({ message: 'Solved.' });
    await customer.sees(/agent has ended the chat/);
    expect(texts().filter((text) => /has joined/.test(text))).toHaveLength(1);
    expect(texts().at(-2)).toBe('**Dana**: Solved.');
  });

  it('brings each paragraph in its order', async () => {
    const { customer, texts } = await asked({ paragraphs: true });
    const chat = await world.liveChat.chat();
    await chat.says('One\n\nTwo\n\nThree');
    await customer.sees('**Dana**: Three');
    expect(texts().slice(-3)).toEqual(['**Dana**: One', '**Dana**: Two', '**Dana**: Three']);
  });

  it('tells who left, and to whom it went', async () => {
    const { customer, texts } = await asked();
    const chat = await world.liveChat.chat();
    await chat.join('Dana');
    await chat.transfersTo('Eli');
    await customer.sees(/now talking with Eli/);
    await chat.leaves();
    await customer.sees(/Eli has left/);
    expect(texts().join()).not.toMatch(/Dana has left/);
  });

  it('goes on after a menu, with one chat and the first words once', async () => {
    const { customer } = await asked({ topicsFirst: 'always' });
    const chat = await world.liveChat.chat(undefined, { withinMs: 8000 });
    await chat.says('Hello');
    await customer.sees('**Dana**: Hello');
    expect(world.liveChat.chats).toHaveLength(1);
    const said = chat.messages.filter(({ from }) => from === 'customer');
    expect(said.map(({ text }) => text)).toEqual(['Customer would like to talk to an agent.']);
    expect(customer.messages.map(({ text }) => text).join()).not.toMatch(/understand/);
  });

  it('ends again what words after the end have woken', async () => {
    const { copilot } = await asked();
    const chat = await world.liveChat.chat();
    world.liveChat.failNext({ path: '/send', reset: 'after-accepting' });
    await copilot.message('Are you there?');
    await copilot.message('end handoff');
    await chat.isEnded();
    const actions = () =>
      world.liveChat.requests.map(({ body }) => (body as { readonly action?: string }).action ?? 'words');
    await expect.poll(() => actions().at(-1)).toBe('END_CONVERSATION');
  });

  it('is over for a customer whom no agent serves, by what ServiceNow says', async () => {
    world = await startRunningBridge({ liveChatKind: 'servicenow' });
    world.liveChat.refuse('closed');
    const customer = await world.microsoft.teams.customer('Anna');
    const copilot = skillCaller(world, { conversationId: customer.conversationId });
    await copilot.escalate();
    await customer.sees(/agents are not at work now/);
    await customer.sees(/busy at the moment, so the chat has ended/);
    expect(world.liveChat.chats).toEqual([]);
  });

  it('is not to be had where the instance says so', async () => {
    world = await startRunningBridge({ liveChatKind: 'servicenow' });
    world.liveChat.refuse('unavailable');
    const customer = await world.microsoft.teams.customer('Anna');
    const copilot = skillCaller(world, { conversationId: customer.conversationId });
    expect(statusOf(await copilot.escalate())).toBe('unavailable');
  });

  it('marks what an agent said too late, where the instance can', async () => {
    const { customer, copilot } = await asked({}, { LIVECHAT_SERVICENOW_THIRD_PARTY_CHAT: 'true' });
    const chat = await world.liveChat.chat();
    await copilot.message('end handoff');
    await chat.isEnded();
    await chat.says('Wait!');
    await expect
      .poll(() => chat.messages.find(({ text }) => text === 'Wait!'))
      .toMatchObject({
        delivery: 'failed',
      });
    expect(customer.messages.map(({ text }) => text).join()).not.toMatch(/Wait!/);
  });
});
