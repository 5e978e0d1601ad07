import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sentences } from './agent-sentences.ts';
import { ended, ordinarily } from './fake-skill.ts';
import { type PlayedCopilot, startCopilot } from './played-copilot.ts';

const shapes = [
  { dialect: 'reference', expectReplies: false },
  { dialect: 'reference', expectReplies: true },
  { dialect: 'contoso-sample', expectReplies: false },
  { dialect: 'contoso-sample', expectReplies: true },
] as const;

describe.each(shapes)(
  'The copilot ($dialect, expectReplies $expectReplies)',
  ({ dialect, expectReplies }) => {
    let copilot: PlayedCopilot;
    beforeEach(async () => {
      copilot = await startCopilot({ dialect, expectReplies });
    });
    afterEach(() => copilot.stop());

    it('takes the customer to an agent and back', async () => {
      const { side, customer, escalate, copilotSaid, heardInShort } = copilot;
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
      const { customer, escalate, heardInShort } = copilot;
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
      const { skill, escalate, copilotSaid } = copilot;
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
      const { side, skill, customer, escalate, copilotSaid } = copilot;
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
      const { skill, customer, escalate, copilotSaid } = copilot;
      await escalate();
      skill.answers(() => ({ replies: [ended({ HandoffStatus: 'none' })] }));
      await customer.says('Are you there?');
      expect(copilotSaid().at(-1)).toBe(sentences.notHandled);
      await customer.says('Hello');
      expect(copilotSaid().at(-1)).toBe(sentences.greeting);
    });

    it('is silently back in control when the skill ends by itself', async () => {
      const { side, skill, customer, escalate, copilotSaid } = copilot;
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
      const { side, skill, customer, escalate, copilotSaid } = copilot;
      skill.answers(() => ({ status: 500 }));
      await escalate();
      expect(copilotSaid().at(-1)).toBe(sentences.failure);
      expect(side.copilotStudio.stateOf(customer.conversationId).isSkillActive).toBe(false);
    });

    it('keeps the skill when only one message fails', async () => {
      const { skill, customer, escalate, copilotSaid } = copilot;
      await escalate();
      skill.answers(() => ({ status: 503 }));
      await customer.says('Are you there?');
      expect(copilotSaid().at(-1)).toBe(sentences.failure);
      skill.answers(ordinarily);
      await customer.says('And now?');
      expect(skill.heard.at(-1)?.text).toBe('And now?');
    });

    it('delivers again, with the same id, what was not answered in time', async () => {
      const { side, skill, escalate, copilotSaid } = copilot;
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
      const { skill, escalate, copilotSaid } = copilot;
      skill.answers(() => ({ afterMs: 450 }));
      await escalate();
      expect(skill.heard).toHaveLength(2);
      expect(copilotSaid().at(-1)).toBe(sentences.failure);
    });
  },
);
