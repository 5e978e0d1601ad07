import { expect } from 'vitest';
import type { Overrides } from '../../callers/skill/skill-caller.ts';
import type { RunningBridge } from '../../http/running-bridge.ts';
import { openSession } from '../../live-chat/callbacks.ts';

/** What the agent reads, in order, when a customer in a chat sends these messages one after the other. */
export async function seenAtDesk(
  world: RunningBridge,
  messages: readonly Overrides[],
): Promise<readonly string[]> {
  const { copilot, chat } = await openSession(world);
  for (const message of messages) {
    const { status, replies } = await copilot.send({ type: 'message', ...message });
    expect({ status, replies }).toEqual({ status: 200, replies: [] });
  }
  await copilot.message('the last one');
  await chat.sees('the last one');
  return chat.messages.map(({ text }) => text).slice(0, -1);
}
