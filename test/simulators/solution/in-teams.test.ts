import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../simulators/free-port.ts';
import type { MicrosoftSide, MicrosoftSideOptions } from '../../../simulators/microsoft-side.ts';
import { type FakeSkill, microsoftSide, startFakeSkill } from '../copilot-studio/fake-skill.ts';
import { agentWith, dataOf, systemTopicOf, topicOf } from './agent-zip.ts';

let side: MicrosoftSide;
let skill: FakeSkill;

async function start(options: Partial<MicrosoftSideOptions>) {
  side = await microsoftSide({ skillTimeoutMs: 5000, ...options });
  skill = await startFakeSkill(side);
}
afterEach(async () => {
  await skill.stop();
  await side.stop();
});

describe("A customer's own agent in the simulated Teams", () => {
  it('is played in place of ours, from the start of the conversation on', async () => {
    const solution = agentWith({
      'topic.Start': systemTopicOf(
        'OnConversationStart',
        '- kind: SendActivity\n  activity: Welcome to Fabrikam',
      ),
      'topic.Greeting': topicOf(
        'Hello',
        '- kind: SendActivity\n  activity: "Hello {System.User.DisplayName}"',
      ),
    });
    await start({ solution });
    const customer = await side.teams.customer('Mia');
    await customer.says('Hello');
    await customer.says('Hello');
    expect(customer.messages.filter(({ from }) => from === 'copilot').map(({ text }) => text)).toEqual([
      'Welcome to Fabrikam',
      'Hello Mia',
      'Hello Mia',
    ]);
  });

  it('that has an action which is not known tells the customer plainly, and the run where', async () => {
    const solution = agentWith({
      'topic.Card': topicOf('show me', '- kind: UpdateActivity\n  id: card'),
    });
    const reported: unknown[] = [];
    await start({ solution, reported: (problem) => reported.push(problem) });
    const customer = await side.teams.customer('Mia');
    await customer.says('Show me!');
    expect(customer.messages.at(-1)?.text).toBe(
      'Sorry, I cannot go on with this here. Please try something else.',
    );
    expect(side.copilotStudio.problems.map(String)).toEqual([
      `SolutionProblem: ${dataOf('topic.Card')}:9: "Card", card: the action UpdateActivity is not known here`,
    ]);
    expect(reported).toEqual(side.copilotStudio.problems);
  });
});

describe('A conversation that an older version has kept', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'older-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const record = (stage: object, port: number) => ({
    conversationId: 'a:1old@unq.gbl.spaces',
    customer: { id: '29:1', name: 'Mia', aadObjectId: 'mia' },
    serviceUrl: `http://127.0.0.1:${port}/teams/`,
    stage,
    variables: { LiveChatConversationId: 'lc-7' },
    transcript: [{ from: 'customer', text: 'Hello', at: '2026-01-31T09:30:00.000Z' }],
  });

  it.each([
    [{ status: 'copilot' }, 'copilot', []],
    [{ status: 'asking-problem' }, 'asking', ['endConversation', 'It burns']],
    [{ status: 'with-skill', action: 'sendMessage', problem: 'x' }, 'with-skill', ['It burns']],
  ] as const)('goes on where it was: %j', async (stage, status, heard) => {
    const port = await freePort();
    const old = record(stage, port);
    const stateFile = join(folder, `${status}.json`);
    const chat = { conversationId: old.conversationId, customer: old.customer, messages: [] };
    await writeFile(stateFile, JSON.stringify({ version: 1, chats: [chat], conversations: [old] }));
    await start({ stateFile, port });
    expect(side.copilotStudio.stateOf(old.conversationId).holder.status).toBe(status);
    await side.teams.customerOf(old.conversationId)?.says('It burns');
    expect(skill.heard.map(({ text, name }) => name ?? text)).toEqual(heard);
  });
});
