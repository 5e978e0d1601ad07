import { describe, expect, it } from 'vitest';
import { aboutSolution } from '../../../../simulators/solution/about/about-solution.ts';
import { findingLine, lintSolution } from '../../../../simulators/solution/lint/lint-solution.ts';
import { agent, agentWith, dataOf, topicOf } from '../agent-zip.ts';
import { send } from '../topic-yaml.ts';

const lines = (...given: Parameters<typeof agentWith>): readonly string[] =>
  lintSolution(agentWith(...given)).map(findingLine);
const transfer = topicOf('help me', '- kind: TransferConversationV2\n  id: away');

describe('What is known of an agent before it is played', () => {
  it('names its handoff, the topics that play through, and where others stop', () => {
    const about = aboutSolution(
      agentWith({
        'topic.Help': transfer,
        'topic.Twin': topicOf('Talk to a human', send('x')),
        'topic.Broken': 'a: [',
      }),
    );
    expect(about).toContain('Handoff: "Escalate to Live Chat" calls Handoff Bridge: ');
    expect(about).toMatch(/Plays through: .*Greeting/);
    expect(about).toContain(
      `Stops: "Help", away, ${dataOf('topic.Help')}:9: the action TransferConversationV2`,
    );
    expect(about).toMatch(/Clashes: Twin, .* begins "Escalate to Live Chat" as well/);
    expect(about).toMatch(/Cannot be read: .*topic\.Broken\/data:1: is not YAML/);
  });

  it('says that there is no handoff', () => {
    const without = {
      'topic.EscalateToLiveChat': undefined,
      'topic.GoodbyeLiveChat': undefined,
      'topic.Escalate': undefined,
    };
    expect(aboutSolution(agentWith(without))).toContain(
      'Has no handoff to the bridge: no topic calls a skill.',
    );
    expect(lines({ ...without, 'topic.Help': transfer })).toEqual([
      expect.stringMatching(
        /topic\.Help\/data:9: Help: away: the action TransferConversationV2 .*\[not-played\]$/,
      ),
      expect.stringMatching(/bot\.xml:1: .*no topic calls the bridge.*\[no-handoff\]$/),
    ]);
  });

  it('is what lint looks into as well: topics that are missing, and what stands before a handoff', () => {
    const before = (text: string) =>
      text.replace('    - kind: Question', '    - kind: Nonsense\n      id: odd\n\n    - kind: Question');
    expect(lines({ 'topic.EscalateToLiveChat': before })).toEqual([
      expect.stringMatching(/: odd: the action Nonsense .*\[not-played-before-handoff\]$/),
    ]);
    const missing = topicOf('missing one', `- kind: BeginDialog\n  id: go\n  dialog: ${agent}.topic.Gone`);
    expect(lines({ 'topic.Missing': missing })).toEqual([
      expect.stringMatching(/Missing: go: there is no active topic .*Gone.*\[missing-topic\]$/),
    ]);
  });
});
