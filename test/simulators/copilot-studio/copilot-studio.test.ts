import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MicrosoftSide, MicrosoftSideOptions } from '../../../simulators/microsoft-side.ts';
import type { Customer } from '../../../simulators/teams/customer.ts';
import { sentences } from './agent-sentences.ts';
import { ended, type FakeSkill, microsoftSide, ordinarily, startFakeSkill } from './fake-skill.ts';

let side: MicrosoftSide;
let skill: FakeSkill;
let customer: Customer;

async function start(options: Partial<MicrosoftSideOptions> = {}) {
  side = await microsoftSide(options);
  skill = await startFakeSkill(side);
  customer = await side.teams.customer('Mia');
}
async function stop() {
  await skill.stop();
  await side.stop();
}
async function escalate(problem = 'My printer burns') {
  await customer.says('I want to talk with a person');
  await customer.says(problem);
}
const copilotSaid = () => customer.messages.filter(({ from }) => from === 'copilot').map(({ text }) => text);
const heardInShort = () => skill.heard.map(({ type, name, text, value }) => [type, name ?? text, value]);

afterEach(stop);

const shapes = [
  { dialect: 'reference', expectReplies: false },
  { dialect: 'reference', expectReplies: true },
  { dialect: 'contoso-sample', expectReplies: false },
  { dialect: 'contoso-sample', expectReplies: true },
] as const;

describe.each(shapes)(
  'The copilot ($dialect, expectReplies $expectReplies)',
  ({ dialect, expectReplies }) => {
    beforeEach(() => start({ dialect, expectReplies }));

    it('takes the customer to an agent and back', async () => {
      await customer.says('Hello');
      await escalate();
      expect(side.copilotStudio.stateOf(customer.conversationId)).toMatchObject({
        isSkillActive: true,
        variables: { LiveChatConversationId: 'lc-1' },
      });
      await customer.says('Are you there?');
      await customer.says('Good bye!');
      expect(side.copilotStudio.stateOf(customer.conversationId).isSkillActive).toBe(false);
      await customer.says('Hello');
      const { greeting, askProblem, connecting, back } = sentences;
      expect(copilotSaid()).toEqual([greeting, askProblem, connecting, back, greeting]);
      const id = { LiveChatConversationId: 'lc-1' };
      const problem = ['message', 'My printer burns', { ...id, ProblemDescription: 'My printer burns' }];
      const forwarded = ['message', 'Are you there?', id];
      expect(heardInShort().slice(1, 3)).toEqual([problem, forwarded]);
      expect(heardInShort().at(-1)).toEqual(
        dialect === 'reference' ? ['message', 'end handoff', id] : ['event', 'endConversation', id],
      );
    });

    it('starts as its dialect does', async () => {
      await customer.says('Hello');
      await escalate();
      const [type, name, value] = heardInShort()[0] ?? [];
      if (dialect === 'contoso-sample')
        return expect([type, name, value]).toEqual(['event', 'startConversation', undefined]);
      expect([type, name]).toEqual(['event', 'endConversation']);
      expect(value).toEqual({
        ProblemDescription: 'My printer burns',
        Transcript: ['Hello', sentences.greeting, 'I want to talk with a person', sentences.askProblem].map(
          (text, at) => ({
            from: at % 2 === 0 ? 'customer' : 'copilot',
            text,
            at: expect.stringMatching(/^\d{4}-.*Z$/),
          }),
        ),
        Context: expect.any(Object),
      });
    });

    it('shows what the skill says within a turn', async () => {
      skill.answers((activity) => ({
        replies: [{ type: 'message', text: 'Everybody is busy.' }, ...(ordinarily(activity).replies ?? [])],
      }));
      await escalate();
      expect(copilotSaid().slice(0, 3)).toEqual([
        sentences.askProblem,
        'Everybody is busy.',
        sentences.connecting,
      ]);
    });

    it('stays when the handoff is refused', async () => {
      const refusal =
        dialect === 'reference' ? { HandoffStatus: 'no-agents' } : { LiveChatConversationId: '' };
      skill.answers(() => ({ replies: [{ type: 'message', text: 'Nobody is here.' }, ended(refusal)] }));
      await escalate();
      expect(copilotSaid()).toContain('Nobody is here.');
      expect(skill.heard).toHaveLength(1);
      expect(side.copilotStudio.stateOf(customer.conversationId).isSkillActive).toBe(false);
      await customer.says('Hello');
      expect(copilotSaid().at(-1)).toBe(sentences.greeting);
    });

    it('tells the customer when the skill ends on a message', async () => {
      await escalate();
      skill.answers(() => ({ replies: [ended({ HandoffStatus: 'none' })] }));
      await customer.says('Are you there?');
      expect(copilotSaid().at(-1)).toBe(sentences.notHandled);
      await customer.says('Hello');
      expect(copilotSaid().at(-1)).toBe(sentences.greeting);
    });

    it('is silently back in control when the skill ends by itself', async () => {
      await escalate();
      const before = copilotSaid().length;
      const last = skill.heard.at(-1)?.id ?? '';
      expect(await skill.posts(customer.conversationId, ended(), last)).toBe(200);
      expect(side.copilotStudio.stateOf(customer.conversationId)).toMatchObject({
        isSkillActive: false,
        variables: {},
      });
      expect(copilotSaid()).toHaveLength(before);
      await customer.says('Hello');
      expect(copilotSaid().at(-1)).toBe(sentences.greeting);
      expect(skill.heard).toHaveLength(2);
    });

    it('says that something went wrong and stays in control when the skill fails', async () => {
      skill.answers(() => ({ status: 500 }));
      await escalate();
      expect(copilotSaid().at(-1)).toBe(sentences.failure);
      expect(side.copilotStudio.stateOf(customer.conversationId).isSkillActive).toBe(false);
    });

    it('keeps the skill when only one message fails', async () => {
      await escalate();
      skill.answers(() => ({ status: 503 }));
      await customer.says('Are you there?');
      expect(copilotSaid().at(-1)).toBe(sentences.failure);
      skill.answers(ordinarily);
      await customer.says('And now?');
      expect(skill.heard.at(-1)?.text).toBe('And now?');
    });

    it('delivers again, with the same id, what was not answered in time', async () => {
      skill.answers((activity) => ({ ...ordinarily(activity), afterMs: skill.heard.length === 1 ? 450 : 0 }));
      await escalate();
      const [first, second] = skill.heard;
      expect(second?.id).toBe(first?.id);
      const calls = side.copilotStudio.skillCalls.map(({ attempt, status }) => [attempt, status]);
      expect(calls.slice(0, 2)).toEqual([
        [1, 'timed-out'],
        [2, 200],
      ]);
      expect(copilotSaid().at(-1)).toBe(sentences.connecting);
    });

    it('gives up after the second time-out', async () => {
      skill.answers(() => ({ afterMs: 450 }));
      await escalate();
      expect(skill.heard).toHaveLength(2);
      expect(copilotSaid().at(-1)).toBe(sentences.failure);
    });
  },
);

describe('The copilot', () => {
  it('lets a late EndOfConversation finish the action that waits for it', async () => {
    await start();
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
    await start();
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
    await start();
    await escalate();
    side.copilotStudio.forgetSkill(customer.conversationId);
    skill.answers(() => ({
      replies: [ended({ LiveChatConversationId: 'lc-1', HandoffStatus: 'already-open' })],
    }));
    await customer.says('live agent, please');
    await customer.says('Still burning');
    expect(copilotSaid()).toContain(sentences.alreadyOpen);
  });

  it('calls the skill as Copilot Studio does in Teams', async () => {
    await start();
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
    await start({ expectReplies: true });
    await escalate();
    expect(skill.heard[0]).toHaveProperty('deliveryMode', 'expectReplies');
    expect(side.copilotStudio.received).toEqual([]);
  });

  it('answers with an error sentence while no skill is there', async () => {
    await start();
    await skill.stop();
    await escalate();
    expect(copilotSaid().at(-1)).toBe(sentences.failure);
    expect(side.copilotStudio.skillCalls.at(-1)?.status).toBe('unreachable');
  });

  it('speaks again after a pause when Teams has too many messages', async () => {
    await start();
    side.teams.failNext({ status: 429, headers: { 'retry-after': '0' }, times: 2 });
    await customer.says('Hello');
    expect(copilotSaid()).toEqual([sentences.greeting]);
  });
});
