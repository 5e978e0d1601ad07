import type { MicrosoftSideOptions } from '../../../simulators/microsoft-side.ts';
import { microsoftSide, startFakeSkill } from './fake-skill.ts';

export type PlayedCopilot = Awaited<ReturnType<typeof startCopilot>>;

/** A customer named Mia, her copilot, and the skill that it calls. */
export async function startCopilot(options: Partial<MicrosoftSideOptions> = {}) {
  const side = await microsoftSide(options);
  const skill = await startFakeSkill(side);
  const customer = await side.teams.customer('Mia');
  return {
    side,
    skill,
    customer,
    async escalate(problem = 'My printer burns') {
      await customer.says('I want to talk with a person');
      await customer.says(problem);
    },
    copilotSaid: () => customer.messages.filter(({ from }) => from === 'copilot').map(({ text }) => text),
    heardInShort: () => skill.heard.map(({ type, name, text, value }) => [type, name ?? text, value]),
    async stop() {
      await skill.stop();
      await side.stop();
    },
  };
}
