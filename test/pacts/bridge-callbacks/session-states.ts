import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { MakeState } from '../../../simulators/verify-live-chat/pact/make-state.ts';
import { liveChatIdIn, skillCaller } from '../../adapters/callers/skill/skill-caller.ts';
import type { RunningBridge } from '../../adapters/http/running-bridge.ts';

const taken = z.object({ messageId: z.string() });

/** The provider states of a bridge's callbacks, made by those who make them in real life: copilot and live chat. */
export function sessionStates(bridge: RunningBridge): Readonly<Record<string, MakeState>> {
  const opened = async () => {
    const caller = skillCaller(bridge);
    return { caller, sessionId: liveChatIdIn(await caller.escalate()) };
  };
  let underWay: Promise<unknown> | undefined;
  return {
    'a session is open': async () => ({ sessionId: (await opened()).sessionId }),
    'a session is not known': async () => {
      await underWay;
      return { sessionId: randomUUID() };
    },
    'a session is being opened': async () => {
      bridge.liveChat.failNext({ path: '/start', delayMs: 3500 });
      underWay = skillCaller(bridge).escalate();
      return { sessionId: randomUUID() };
    },
    'a session has ended': async () => {
      const { caller, sessionId } = await opened();
      await caller.end({ LiveChatConversationId: sessionId });
      return { sessionId };
    },
    'a message of the agent was taken': async (parameters) => {
      const { messageId } = taken.parse(parameters);
      const { sessionId } = await opened();
      const chat = await bridge.liveChat.chat(({ id }) => id === sessionId);
      await chat.says('Hello Robin, this is Dana.', { messageId });
      return { sessionId };
    },
  };
}
