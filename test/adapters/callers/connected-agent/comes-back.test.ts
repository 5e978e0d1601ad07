import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectedBridge, eventually, startConnectedBridge } from './orchestrator.ts';

let world: ConnectedBridge;
beforeAll(async () => {
  world = await startConnectedBridge({
    HANDOFF_AFTER_END_SECONDS: '0',
    HANDOFF_CALLED_AS: 'connected-agent',
  });
});
afterAll(() => world.stop());

describe('A customer who comes back after the end', () => {
  it.each(['the agent', 'the customer'])('that was by %s gets a chat of their own again', async (who) => {
    const anna = world.orchestrator({ deliveryMode: 'expectReplies' });
    await anna.turn('My invoice is wrong');
    const chat = await world.liveChat.chat();
    if (who === 'the agent') await chat.ends();
    else await anna.turn('bye');
    await chat.isEnded();
    if (who === 'the agent')
      await eventually(() => anna.shown().some((text) => text.includes('ended the chat')));
    const asked = await eventually(async () => {
      const { texts } = await anna.turn('Another invoice');
      return texts.join().includes('asked for an agent') && texts;
    });
    expect(asked).toHaveLength(1);
    const other = await world.liveChat.chat(({ problem }) => problem === 'Another invoice');
    expect(other.id).not.toBe(chat.id);
  });

  it('meets a role that says nothing: there is but one way', async () => {
    const anna = world.orchestrator({ recipient: undefined, deliveryMode: 'expectReplies' });
    const { texts } = await anna.turn('Help', {}, { headers: { 'x-ms-agentsdk-caller': '' } });
    expect(texts.join()).toMatch(/asked for an agent/);
  });
});
