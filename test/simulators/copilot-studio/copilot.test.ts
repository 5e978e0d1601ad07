import { afterEach, describe, expect, it } from 'vitest';
import type { MicrosoftSideOptions } from '../../../simulators/microsoft-side.ts';
import { sentences } from './agent-sentences.ts';
import { ended, ordinarily } from './fake-skill.ts';
import { type PlayedCopilot, startCopilot } from './played-copilot.ts';

let played: PlayedCopilot;
async function start(options?: Partial<MicrosoftSideOptions>): Promise<PlayedCopilot> {
  played = await startCopilot(options);
  return played;
}
afterEach(() => played.stop());

describe('The copilot', () => {
  it('lets a late EndOfConversation finish the action that waits for it', async () => {
    const { side, skill, customer, escalate, copilotSaid } = await start();
    skill.answers((activity) => (activity.type === 'event' ? {} : ordinarily(activity)));
    await escalate();
    expect(copilotSaid()).toEqual([sentences.askProblem]);
    const outputs = ended({ LiveChatConversationId: 'lc-9', HandoffStatus: 'active' });
    expect(await skill.posts(customer.conversationId, outputs, skill.heard[0]?.id ?? '')).toBe(200);
    await customer.sees(sentences.connected);
    await customer.says('Are you there?');
    expect(skill.heard.slice(1).map(({ text }) => text)).toEqual(['My printer burns', 'Are you there?']);
    expect(side.copilotStudio.problems).toEqual([]);
  });

  it('is not taken off a new agent by an end that came late for the agent before', async () => {
    const { side, skill, customer, escalate } = await start();
    await escalate();
    const before = skill.heard.at(-1)?.id ?? '';
    await customer.says('bye');
    await customer.says('live agent');
    let stale: Promise<number> | undefined;
    skill.answers((activity) => {
      stale ??= skill.posts(customer.conversationId, ended(), before);
      return { ...ordinarily(activity), afterMs: 50 };
    });
    await customer.says('Again');
    expect(await stale).toBe(200);
    expect(side.copilotStudio.stateOf(customer.conversationId).isSkillActive).toBe(true);
    expect(side.copilotStudio.problems).toEqual([]);
  });

  it('says so when an agent was there already', async () => {
    const { side, skill, customer, escalate, copilotSaid } = await start();
    await escalate();
    side.copilotStudio.dropSkillSession(customer.conversationId);
    skill.answers(() => ({
      replies: [ended({ LiveChatConversationId: 'lc-1', HandoffStatus: 'already-open' })],
    }));
    await customer.says('live agent, please');
    await customer.says('Still burning');
    expect(copilotSaid()).toContain(sentences.alreadyOpen);
  });

  it('calls the skill as Copilot Studio does in Teams', async () => {
    const { side, skill, customer, escalate } = await start();
    await escalate();
    const [event, message] = skill.heard;
    const { conversationId } = customer;
    expect(event).toMatchObject({
      channelId: 'msteams',
      serviceUrl: `${side.url}/copilot-studio/`,
      conversation: { id: conversationId },
      from: { id: customer.id, name: 'Mia', aadObjectId: expect.any(String), role: 'user' },
      recipient: { role: 'skill' },
      relatesTo: {
        conversation: { id: conversationId },
        serviceUrl: side.teamsServiceUrl,
        bot: { role: 'bot' },
      },
      replyToId: null,
    });
    expect(event).not.toHaveProperty('deliveryMode');
    expect(message).toMatchObject({ relatesTo: { bot: null } });
    expect(message?.id).not.toBe(event?.id);
    expect(side.entra.tokenRequests).toBeLessThanOrEqual(3);
  });

  it('asks for the replies in the answer when it is to', async () => {
    const { side, skill, escalate } = await start({ expectReplies: true });
    await escalate();
    expect(skill.heard[0]).toHaveProperty('deliveryMode', 'expectReplies');
    expect(side.copilotStudio.received).toEqual([]);
  });

  it('answers with an error sentence while no skill is there', async () => {
    const { side, skill, escalate, copilotSaid } = await start();
    await skill.stop();
    await escalate();
    expect(copilotSaid().at(-1)).toBe(sentences.failure);
    expect(side.copilotStudio.skillCalls.at(-1)?.status).toBe('unreachable');
  });

  it('speaks again after a pause when Teams has too many messages', async () => {
    const { side, customer, copilotSaid } = await start();
    side.teams.failNext({ status: 429, headers: { 'retry-after': '0' }, times: 2 });
    await customer.says('Hello');
    expect(copilotSaid()).toEqual([sentences.greeting]);
  });
});
