import { describe, expect, it, test } from 'vitest';
import type { BuildOptions } from '../../../simulators/solution/builder/build-solution.ts';
import { findingLine, lintSolution } from '../../../simulators/solution/lint/lint-solution.ts';
import { skillManifest } from '../../../src/adapters/callers/skill/manifest.ts';
import { agent, agentWith, dataOf, topicOf } from './agent-zip.ts';

const manifest = skillManifest({ publicUrl: 'https://bridge.example', appId: 'app' });
const lines = (...given: Parameters<typeof agentWith>): readonly string[] =>
  lintSolution(agentWith(...given), manifest).map(findingLine);
const [escalate, goodbye] = ['topic.EscalateToLiveChat', 'topic.GoodbyeLiveChat'];
const sample: BuildOptions = { dialect: 'contoso-sample' };

/** From the first line with `start` to the one before the first with `end`. */
const without = (start: string, end: string) => (text: string) => {
  const from = text.indexOf(start);
  return text.slice(0, from) + text.slice(text.indexOf(end, from));
};

describe('Our own solution', () => {
  test.each(['reference', 'contoso-sample'] as const)('in the dialect %s has nothing to mend', (dialect) => {
    expect(lines({}, { dialect })).toEqual([]);
  });
});

describe('A solution is told of', () => {
  it('two active topics with the same goodbye phrases, as in the shipped sample', () => {
    expect(lines({ 'topic.Goodbye': topicOf('Bye', '- kind: EndDialog') })).toEqual([
      `${dataOf(goodbye)}:12: Goodbye Live Chat: "Bye" begins "Goodbye" as well (${dataOf('topic.Goodbye')}:7) [clashing-phrases]`,
    ]);
  });

  it('phrases that say the same in other words or forms, and none that say the opposite', () => {
    expect(
      lines({ 'topic.Other': topicOf('Speak with the customers service', '- kind: EndDialog') }),
    ).toEqual([]);
    expect(lines({ 'topic.Other': topicOf('I need customer services', '- kind: EndDialog') })).toEqual([
      expect.stringMatching(
        /topic\.Other\/data:7: Other: "I need customer services" says the same as "Customer service", which begins "Escalate to Live Chat"/,
      ),
    ]);
    const opposites = {
      'topic.On': topicOf('Turn on notifications', '- kind: EndDialog'),
      'topic.Off': topicOf('Turn off notifications', '- kind: EndDialog'),
      'topic.In': topicOf('Subscribe to the newsletter', '- kind: EndDialog'),
      'topic.Out': topicOf('Unsubscribe from the newsletter', '- kind: EndDialog'),
    };
    expect(lines(opposites)).toEqual([]);
  });

  it('an interruption list that names a missing topic, as in the shipped sample', () => {
    const change = (text: string) =>
      text.replace(/( +- )handoff_handoverAgent\.topic\.GoodbyeLiveChat/, `$&\n$1${agent}.topic.Gone`);
    expect(lines({ [escalate]: change })).toEqual([
      `${dataOf(escalate)}:126: Escalate to Live Chat: there is no topic ${agent}.topic.Gone, so it cannot interrupt InvokeSkillAction talkWithAgent [missing-interrupt-topic]`,
    ]);
  });

  it('actions that the skill or its manifest does not have', () => {
    const misspelt = (text: string) =>
      text.replace('actionId: startConversation', 'actionId: beginConversation');
    expect(lines({ [escalate]: misspelt }, sample)).toEqual([
      expect.stringMatching(
        /:50: Escalate to Live Chat: the skill "Handoff Bridge" has no action beginConversation \[unknown-skill-action\]$/,
      ),
    ]);
    const both = { [escalate]: misspelt, 'skill.HandoffBridge': misspelt };
    expect(lines(both, sample)).toEqual([
      expect.stringMatching(/the skill's manifest has no action beginConversation/),
    ]);
    const elsewhere = (text: string) =>
      text.replace('skillId: handoff_handoverAgent.skill.HandoffBridge', 'skillId: no.skill');
    expect(lines({ [goodbye]: elsewhere })).toContainEqual(
      expect.stringMatching(/Goodbye Live Chat: there is no skill no\.skill in the solution/),
    );
  });

  it('an output that is never read', () => {
    const change = (text: string) =>
      text.replace(
        '          HandoffStatus: init:',
        '          Reason: init:Global.Reason\n          HandoffStatus: init:',
      );
    expect(lines({ [escalate]: change })).toEqual([
      expect.stringMatching(
        /:61: Escalate to Live Chat: Global\.Reason, the output Reason of endConversation, is never read \[unread-output\]$/,
      ),
    ]);
  });

  test.each([
    [
      'no topic may interrupt',
      escalate,
      (text: string) => text.replace('allowInterruption: true', 'allowInterruption: false'),
    ],
    [
      'the list is empty',
      escalate,
      (text: string) => text.replace(/ +- handoff_handoverAgent\.topic\.GoodbyeLiveChat\n/, ''),
    ],
    ['the topic has no phrases', goodbye, without('    triggerQueries', '  actions')],
    ['the topic does not call the skill', goodbye, without('    # A message', '    - kind: SetVariable')],
  ])('no way back: %s', (_, component, change) => {
    expect(lines({ [component]: change })).toContainEqual(
      expect.stringMatching(
        /Escalate to Live Chat: while sendMessage has the customer, no topic with phrases may interrupt it and end the handoff \[no-way-back\]$/,
      ),
    );
  });

  it('no look at what became of the request', () => {
    const change = without('    - kind: ConditionGroup\n      id: whatBecameOfIt', '\n    # The skill keeps');
    expect(lines({ [escalate]: change })).toEqual([
      expect.stringMatching(
        /nothing looks at Global\.HandoffStatus or Global\.LiveChatConversationId after endConversation/,
      ),
    ]);
  });

  it('no words when the handoff is refused', () => {
    const change = without(
      '        - kind: SendActivity\n          id: sayRefused',
      '        - kind: CancelAllDialogs\n          id: backAfterRefusal',
    );
    expect(lines({ [escalate]: change })).toEqual([
      expect.stringMatching(
        /Escalate to Live Chat: the customer hears nothing when endConversation finds no agent \[no-answer-when-refused\]$/,
      ),
    ]);
  });
});
