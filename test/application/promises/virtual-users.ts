import type { LiveChatAnswer } from '../../../src/application/ports/inbound.ts';
import { messageId } from '../../../src/domain/ids.ts';
import type { Bridge } from '../world/bridge.ts';
import type { Chat } from '../world/fakes/desk.ts';
import type { Runtime } from './runtime.ts';

/** What people do; each of them repeats it until there is an answer. */
export const virtualUsers = (runtime: Runtime) => {
  let count = 0;
  const next = () => ++count;
  return { ...customerActs(runtime, next), ...agentActs(runtime, next) };
};

function customerActs(runtime: Runtime, next: () => number) {
  const { world, sides, persistently, turnsMs } = runtime;
  /** Times what asks for an agent. A killed process answers no one in time. */
  async function timed<Outcome extends string>(turn: () => Promise<Outcome>): Promise<Outcome> {
    const before = { at: world.clock.now(), kills: runtime.kills() };
    const outcome = await turn();
    const hasAsked = outcome === 'asked' || outcome === 'refused';
    if (hasAsked && before.kills === runtime.kills()) turnsMs.push(world.clock.now() - before.at);
    return outcome;
  }
  return {
    asks: (who: number, text: string) =>
      timed(() => persistently((bridge) => sides(who).asks(bridge, { id: text, text }))),
    async ends(who: number) {
      const requestId = `e${next()}`;
      await persistently((bridge) => sides(who).ends(bridge, requestId));
    },
    says: (who: number, text: string) =>
      timed(() => persistently((bridge) => sides(who).says(bridge, { id: text, text }))),
    losesWayBack: (who: number) => sides(who).losesWayBack(),
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
