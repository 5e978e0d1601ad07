import type { ConnectionHabits } from '../../../../simulators/copilot-studio/connected-agent/habits.ts';
import type { MicrosoftSide, MicrosoftSideOptions } from '../../../../simulators/microsoft-side.ts';
import { microsoftSide } from '../fake-skill.ts';
import { type SdkAgent, startSdkAgent } from './sdk-agent.ts';

export type PlayedAgent = Awaited<ReturnType<typeof startConnectedAgent>>;

/** A copilot, and the agent that it is connected to. */
export async function startConnectedAgent(
  connection: Partial<ConnectionHabits> = {},
  options: Partial<MicrosoftSideOptions> = {},
) {
  const patience = { skillTimeoutMs: 10_000 };
  const side = await microsoftSide({ calledAs: 'connected-agent', connection, ...patience, ...options });
  const agent = await startSdkAgent(side);
  return {
    side,
    agent,
    meet: () => meet(side, agent),
    async stop() {
      await agent.stop();
      await side.stop();
    },
  };
}

/** A new customer, and what both sides know of them. */
async function meet(side: MicrosoftSide, agent: SdkAgent) {
  const customer = await side.teams.customer('Mia');
  const before = agent.heard.length;
  const { length: received } = side.copilotStudio.received;
  const heard = () => agent.heard.slice(before);
  return {
    customer,
    heard,
    heardTexts: () => heard().map(({ text }) => text),
    read: () => customer.messages.filter(({ from }) => from === 'copilot').map(({ text }) => text),
    refusals: () => side.copilotStudio.received.slice(received).map(({ refusedFor }) => refusedFor),
    isWithAgent: () => side.copilotStudio.stateOf(customer.conversationId).isSkillActive,
  };
}
