import { describe, expect, it, test } from 'vitest';
import { agent, agentWith, dataOf, systemTopicOf, topicOf } from './agent-zip.ts';
import { perform } from './performance.ts';
import { ask, inATopic, send } from './topic-yaml.ts';

describe('A topic that cannot go on says so to the customer, and where to the run', () => {
  const file = dataOf('topic.Try');
  test.each([
    ['an action', '- kind: UpdateActivity\n  id: card_1', 12, 'the action UpdateActivity is not known here'],
    [
      'a field of an action',
      '- kind: SendActivity\n  activity: x\n  attachments: []',
      14,
      'SendActivity has "attachments", which is not known here',
    ],
    ['an entity', ask('Home', 'Duration'), 16, 'the entity DurationPrebuiltEntity is not known here'],
    ['a function', send('"{Median(1, 2)}"'), 13, 'the function Median is not known, in "{Median(1, 2)}"'],
    [
      'an expression',
      '- kind: SetVariable\n  variable: Topic.X\n  value: =1 +',
      14,
      'the end stands where a value is expected, at character 4, in "=1 +"',
    ],
    [
      'a variable',
      '- kind: SetVariable\n  variable: User.X\n  value: 1',
      13,
      'the variable User.X is not known here',
    ],
    [
      'a condition of text',
      '- kind: ConditionGroup\n  conditions:\n    - condition: ="x"\n      actions: []',
      14,
      'text is neither true nor false, in "=\\"x\\""',
    ],
    [
      'a topic that is not there',
      '- kind: BeginDialog\n  dialog: no.topic',
      12,
      'there is no active topic no.topic in this solution',
    ],
    [
      'a skill that is not there',
      '- kind: InvokeSkillAction\n  skillId: no.skill\n  actionId: x',
      12,
      'there is no skill no.skill in this solution',
    ],
    [
      'an action to jump to',
      '- kind: GotoAction\n  actionId: nowhere',
      12,
      'there is no action nowhere in this topic',
    ],
  ])('%s', async (_, actions, line, what) => {
    const { says, problems, state } = inATopic(`${send('first')}\n${actions}\n${send('never')}`);
    // The action before begins in line 9, and the one in question two lines below it.
    expect(await says('try')).toEqual(['first', 'stopped']);
    const id = /\bid: (\w+)/.exec(actions)?.[1];
    expect(problems).toEqual([`${file}:${line - 1}: "Try"${id ? `, ${id}` : ''}: ${what}`]);
    expect(state.dialogs).toEqual([]);
    expect(await says('Hello')).toEqual(['Hello, I am the virtual assistant. How can I help you?']);
  });

  it('one of a kind that is not known', async () => {
    const { says, problems } = perform(
      agentWith({
        'topic.Try': topicOf('try', send('x')).replace('actions:', 'modelQuery: x\n  actions:'),
      }),
    );
    expect(await says('try')).toEqual(['stopped']);
    expect(problems).toEqual([
      `${file}:8: "Try": OnRecognizedIntent has "modelQuery", which is not known here`,
    ]);
  });

  it('one that goes round for ever', async () => {
    const { says, problems } = inATopic(
      '- kind: SetVariable\n  id: again\n  variable: Topic.X\n  value: 1\n- kind: GotoAction\n  actionId: again',
    );
    expect(await says('try')).toEqual(['stopped']);
    expect(problems).toEqual([expect.stringMatching(/topic\.Try\/data:1: has taken 2000 steps/)]);
  });

  it('one whose question cannot be asked again', async () => {
    const shared = perform(
      agentWith({
        'topic.Try': topicOf(
          'try',
          '- kind: SetVariable\n  variable: init:Global.Limit\n  value: =2\n- kind: Question\n  id: q\n  variable: Topic.Ok\n  prompt: "{10 / Global.Limit}?"\n  entity: BooleanPrebuiltEntity',
        ),
        'topic.Zero': topicOf('zero', '- kind: SetVariable\n  variable: Global.Limit\n  value: =0'),
      }),
    );
    expect(await shared.says('try')).toEqual(['5?']);
    expect(await shared.says('zero')).toEqual(['stopped']);
    expect(shared.problems).toEqual([expect.stringMatching(/topic\.Try\/data:\d+: .*a division by 0/)]);
    expect(shared.state.dialogs).toEqual([]);
    expect(await shared.says('Hello')).toHaveLength(1);
  });

  it('one that another began stops that one as well, and one that it interrupted goes on', async () => {
    const broken = topicOf('broken', `- kind: BeginDialog\n  dialog: ${agent}.topic.Deeper`);
    const { says } = perform(
      agentWith({
        'topic.Broken': broken,
        'topic.Deeper': systemTopicOf('OnSystemRedirect', '- kind: Nonsense'),
        'topic.Try': topicOf('try', ask('Name', 'String')),
      }),
    );
    await says('try');
    expect(await says('broken')).toEqual(['stopped', 'Name?']);
  });
});

describe('A solution that has changed meanwhile', () => {
  it('has no place to go on in, so the customer begins anew', async () => {
    const performance = perform(agentWith());
    await performance.says('I want to talk with a person');
    const [frame] = performance.state.dialogs;
    expect(frame).toMatchObject({ at: 'askProblem' });
    const renamed = agentWith({
      'topic.EscalateToLiveChat': (text) => text.replace('id: askProblem', 'id: other'),
    });
    const later = perform(renamed, performance.state);
    expect(await later.says('Hello')).toEqual(['Hello, I am the virtual assistant. How can I help you?']);
  });
});
