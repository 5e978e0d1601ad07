import { expect } from 'vitest';
import type { CalledAs } from '../../simulators/solution/builder/agent-source.ts';
import type { ChaosWorld } from './chaos-world.ts';

const starts = Array.from({ length: 50 }, (_, number) => number);

/** Asks for an agent 50 times at once in a new conversation: one live chat is opened, and all are told of it. */
export const expectOneLiveChat = { skill, 'connected-agent': connectedAgent } satisfies Record<
  CalledAs,
  unknown
>;

async function skill({ microsoft, liveChat }: ChaosWorld, name: string): Promise<void> {
  const { conversationId } = await microsoft.teams.customer(name);
  const conversation = { id: conversationId };
  const before = liveChat.chats.length;
  const calls = starts.map(() =>
    microsoft.copilotStudio.callSkill({ type: 'event', name: 'endConversation', conversation }),
  );
  const outputs = (await Promise.all(calls)).map(({ replies }) => JSON.stringify(replies.at(-1)?.value));
  const ids = new Set(outputs.map((value) => /"LiveChatConversationId":"([^"]+)"/.exec(value)?.[1]));
  expect(ids.size).toBe(1);
  expect(outputs.filter((value) => value.includes('"already-open"'))).toHaveLength(49);
  expect(liveChat.chats).toHaveLength(before + 1);
  await microsoft.copilotStudio.callSkill({ type: 'endOfConversation', conversation });
  await liveChat.chats.at(-1)?.isEnded();
}

/** One turn asks, and what the others say is for its agent. */
async function connectedAgent({ microsoft, liveChat }: ChaosWorld, name: string): Promise<void> {
  const { conversationId } = await microsoft.teams.customer(name);
  const conversation = { id: conversationId };
  const before = liveChat.chats.length;
  const words = starts.map((number) => `${name}, words ${number}`);
  const calls = await Promise.all(
    words.map((text) => microsoft.copilotStudio.callSkill({ type: 'message', text, conversation })),
  );
  expect(calls.map(({ status }) => status)).toEqual(calls.map(() => 200));
  expect(calls.filter(({ replies }) => replies.length > 0)).toHaveLength(1);
  expect(liveChat.chats).toHaveLength(before + 1);
  const chat = liveChat.chats.at(-1);
  const read = () => [chat?.problem, ...(chat?.messages ?? []).map(({ text }) => text)];
  await expect.poll(() => words.filter((text) => read().includes(text)).length).toBe(words.length);
  expect(read().filter((text) => words.includes(text ?? ''))).toHaveLength(words.length);
  await microsoft.copilotStudio.callSkill({ type: 'endOfConversation', conversation });
  await chat?.isEnded();
}
