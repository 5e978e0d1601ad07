import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Chat } from '../../../simulators/live-chat/start-live-chat.ts';
import { outputsOf, skillCaller } from '../callers/skill/skill-caller.ts';
import { type RunningBridge, startRunningBridge } from '../http/running-bridge.ts';
import { callbackOf, postSigned } from './callbacks.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge();
});
afterAll(() => world.stop());

/** A customer asks for an agent of a live chat that does something between opening the chat and its answer. */
async function escalate(beforeAnswer: (chat: Chat) => Promise<unknown>) {
  world.liveChat.behave({ beforeAnswer });
  const customer = await world.microsoft.teams.customer('Anna');
  const copilot = skillCaller(world, { conversationId: customer.conversationId });
  const escalation = copilot.escalate();
  escalation.finally(() => world.liveChat.behave({})).catch(() => undefined);
  return { customer, copilot, escalation };
}

describe('R28: A live chat that speaks before it has answered the start', () => {
  it('gets 503 with Retry-After and a code of its own, and never 404', async () => {
    let opened: (chat: Chat) => void = () => {};
    const chat = new Promise<Chat>((resolve) => {
      opened = resolve;
    });
    const { escalation, customer } = await escalate((each) => {
      opened(each);
      return sleep(4000);
    });
    const { id } = await chat;
    const early = callbackOf(id, { messageId: 'm-1', message: 'Hello from Dana' });
    const answers = [await postSigned(world, early), await postSigned(world, early)];
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 503, retryAfterMs: 1000, body: { code: 'session-opening' } });
    }
    expect(outputsOf(await escalation)).toMatchObject({ HandoffStatus: 'queued' });
    expect(await postSigned(world, early)).toMatchObject({ status: 202 });
    await customer.sees(/Hello from Dana/);
    expect(await postSigned(world, callbackOf(randomUUID()))).toMatchObject({ status: 404 });
  });

  it('and repeats as the contract asks is heard, all its callbacks in order', async () => {
    const { escalation, customer } = await escalate(async (chat) => {
      void chat.join('Dana');
      void chat.says('Hello from Dana');
      void chat.ends({ message: 'Bye from Dana' });
      await sleep(2500);
    });
    expect(outputsOf(await escalation)).toMatchObject({ HandoffStatus: 'queued' });
    await customer.sees(/Bye from Dana/);
    const seen = customer.messages.map(({ text }) => text).join(' ');
    expect(seen).toMatch(/Dana has joined.*Hello from Dana.*Bye from Dana/);
  });
});
