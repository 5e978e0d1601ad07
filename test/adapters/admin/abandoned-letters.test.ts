import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callbackOf, openSession, postSigned } from '../live-chat/callbacks.ts';
import { type OperatedBridge, startOperatedBridge } from './operator.ts';

let world: OperatedBridge;
beforeAll(async () => {
  world = await startOperatedBridge();
});
afterAll(() => world.stop());

async function deadLettered(): Promise<number> {
  const { text } = await world.ask('GET', '/metrics');
  return Number(/^handoff_dead_lettered_total\{direction="to-customer"\} (\d+)$/m.exec(text)?.[1]);
}

describe('handoff_dead_lettered_total', () => {
  it('counts the words that waited for a customer when the session ended', async () => {
    const { chat, copilot, customer } = await openSession(world);
    world.microsoft.teams.failNext({
      status: 503,
      headers: { 'retry-after': '30' },
      when: (_, conversationId) => conversationId === customer.conversationId,
    });
    const before = await deadLettered();
    for (let count = 0; count < 3; count++) {
      expect((await postSigned(world, callbackOf(chat.id, { message: `word ${count}` }))).status).toBe(202);
    }
    await copilot.end({ LiveChatConversationId: '' });
    await chat.isEnded();
    expect((await deadLettered()) - before).toBe(3);
  });
});
