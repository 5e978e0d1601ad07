import type { LiveChatAnswer } from '../../../src/application/ports/inbound.ts';
import { conversationId, messageId } from '../../../src/domain/ids.ts';
import type { Bridge } from '../world/bridge.ts';
import type { Chat } from '../world/fakes/desk.ts';
import type { Runtime } from './runtime.ts';

export const customers = ['Pat', 'Kim'];

/** What people do; each of them repeats it until there is an answer. */
export const virtualUsers = (runtime: Runtime) => {
  let count = 0;
  const next = () => ++count;
  return { ...customerActs(runtime, next), ...agentActs(runtime, next) };
};

function customerActs(runtime: Runtime, next: () => number) {
  const address = (who: number) => `teams/${customers[who]}`;
  const conversation = (who: number) => conversationId(`conversation of ${customers[who]}`);
  return {
    async asks(who: number) {
      const before = { at: runtime.world.clock.now(), kills: runtime.kills() };
      const request = {
        conversationId: conversation(who),
        requestId: `r${next()}`,
        customer: { id: address(who), name: customers[who] ?? '' },
        caller: runtime.world.teams.caller.id,
        channel: runtime.world.teams.channel.id,
        customerAddress: address(who),
        transcript: [],
      };
      await runtime.persistently((bridge) => bridge.requestHandoff(request));
      if (before.kills === runtime.kills()) runtime.turnsMs.push(runtime.world.clock.now() - before.at);
    },
    async ends(who: number) {
      const request = {
        conversationId: conversation(who),
        requestId: `e${next()}`,
        by: 'customer',
      } as const;
      await runtime.persistently((bridge) => bridge.endHandoff(request));
    },
    async says(who: number, text: string) {
      const message = { conversationId: conversation(who), messageId: messageId(text), text };
      const answer = await runtime.persistently((bridge) =>
        bridge.relayCustomerMessage({ ...message, customerAddress: address(who) }),
      );
      return answer.outcome;
    },
  };
}

function agentActs(runtime: Runtime, next: () => number) {
  const report = (chat: Chat) => ({
    of: { liveChatId: chat.id },
    messageId: messageId(`status ${next()}`),
  });
  /** A live chat repeats what is put off while a start is under way. */
  async function callsBack(tell: (bridge: Bridge) => Promise<LiveChatAnswer>): Promise<LiveChatAnswer> {
    for (;;) {
      const answer = await runtime.persistently(tell);
      if (answer !== 'opening') return answer;
      await new Promise<void>((resolve) => runtime.world.clock.after(1000, resolve));
    }
  }
  return {
    agentSays: (liveChatId: Chat['id'], text: string) =>
      callsBack((bridge) =>
        bridge.relayAgentMessage({
          of: { liveChatId },
          messageId: messageId(text),
          text,
          agentName: 'Dana',
        }),
      ),
    agentDoes(chat: Chat, deed: keyof typeof statusOf) {
      const done = { ...report(chat), status: statusOf[deed] };
      return callsBack((bridge) => bridge.recordAgentStatus(done));
    },
    async agentHangsUp(chat: Chat, lastMessage: string) {
      const ended = { ...report(chat), status: { type: 'ended', lastMessage } as const };
      const answer = await callsBack((bridge) => bridge.recordAgentStatus(ended));
      if (answer === 'accepted' || answer === 'duplicate') chat.endedFor ??= 'agent hung up';
      return answer;
    },
  };
}

const statusOf = {
  'agent-joins': { type: 'joined', agentName: 'Dana' },
  'agent-leaves': { type: 'left', agentName: 'Dana' },
} as const;
