import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';
import { liveChatIdIn, skillCaller, statusOf } from './skill-caller.ts';

let world: RunningBridge;

describe('The dialect pinned to contoso-sample', () => {
  beforeAll(async () => {
    world = await startRunningBridge({ environment: { HANDOFF_SKILL_DIALECT: 'contoso-sample' } });
  });
  afterAll(() => world.stop());

  it('escalates with `startConversation` only; `endConversation` without a key ends', async () => {
    const copilot = skillCaller(world);
    expect(statusOf(await copilot.end({ ProblemDescription: 'Help' }))).toBe('none');
    expect(statusOf(await copilot.escalate())).toBe('queued');
    expect(statusOf(await copilot.end(undefined))).toBe('ended');
  });

  it('relays the end command like any other text', async () => {
    const copilot = skillCaller(world);
    const escalation = await copilot.escalate();
    expect((await copilot.message('end handoff')).replies).toEqual([]);
    const chat = await world.liveChat.chat(({ id }) => id === liveChatIdIn(escalation));
    await chat.sees('end handoff');
  });
});

describe('The dialect pinned to reference, with an end command of its own', () => {
  beforeAll(async () => {
    world = await startRunningBridge({
      environment: { HANDOFF_SKILL_DIALECT: 'reference', HANDOFF_END_COMMAND: 'Tschüss Ädmin' },
    });
  });
  afterAll(() => world.stop());

  it('escalates with `endConversation` without a key, and ends with a key', async () => {
    const copilot = skillCaller(world);
    const escalation = await copilot.end({});
    expect(statusOf(escalation)).toBe('queued');
    expect(statusOf(await copilot.end({ LiveChatConversationId: liveChatIdIn(escalation) }))).toBe('ended');
  });

  it('ends with the configured command and relays the default one', async () => {
    const copilot = skillCaller(world);
    await copilot.escalate();
    expect((await copilot.message('end handoff')).replies).toEqual([]);
    expect(statusOf(await copilot.message('TSCHÜSS  ädmin'))).toBe('ended');
  });
});
