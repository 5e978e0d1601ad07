import { expect } from 'vitest';
import type { ChaosWorld } from './chaos-world.ts';

/** Asks for an agent 50 times at once in a new conversation: one live chat is opened, and all are told of it. */
export async function expectOneLiveChat({ microsoft, liveChat }: ChaosWorld, name: string): Promise<void> {
  const { conversationId } = await microsoft.teams.customer(name);
  const conversation = { id: conversationId };
  const before = liveChat.chats.length;
  const starts = Array.from({ length: 50 }, () =>
    microsoft.copilotStudio.callSkill({ type: 'event', name: 'endConversation', conversation }),
  );
  const outputs = (await Promise.all(starts)).map(({ replies }) => JSON.stringify(replies.at(-1)?.value));
  const ids = new Set(outputs.map((value) => /"LiveChatConversationId":"([^"]+)"/.exec(value)?.[1]));
  expect(ids.size).toBe(1);
  expect(outputs.filter((value) => value.includes('"already-open"'))).toHaveLength(49);
  expect(liveChat.chats).toHaveLength(before + 1);
  await microsoft.copilotStudio.callSkill({ type: 'endOfConversation', conversation });
  await liveChat.chats.at(-1)?.isEnded();
}
