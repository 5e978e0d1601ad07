import { describe, expect, it, test } from 'vitest';
import type { SkillOutcome } from '../../../simulators/solution/interpreter/play.ts';
import { agent, agentWith, dataOf, systemTopicOf, topicOf } from './agent-zip.ts';
import { perform } from './performance.ts';

const send = (text: string) => `- kind: SendActivity\n  activity: ${text}`;
const ask = (variable: string, entity: string, more = '') =>
  `- kind: Question\n  id: ask${variable}\n  variable: init:Topic.${variable}\n  prompt: ${variable}?\n  entity: ${entity}PrebuiltEntity${more}`;
const inATopic = (actions: string, head = '') =>
  perform(agentWith({ 'topic.Try': topicOf('try', actions, head) }));
const started: SkillOutcome = {
  kind: 'ended',
  outputs: { LiveChatConversationId: 'lc-1', HandoffStatus: 'queued' },
};

describe('A topic', () => {
  it('says its texts with variables, the first of several', async () => {
    const { says } = inATopic(`- kind: SetVariable
  variable: init:Topic.Name
  value: =Upper(System.User.DisplayName)
- kind: SendActivity
  activity:
    text:
      - Hello {Topic.Name}
      - Good day {Topic.Name}
    speak:
      - Hello
- kind: SetTextVariable
  variable: Topic.Name
  value: dear {Topic.Name}
- kind: LogCustomTelemetryEvent
  eventName: greeted
  properties: "={Who: Topic.Name}"
- kind: SendActivity
  disabled: true
  activity: never
${send('"Bye {Topic.Name}"')}`);
    expect(await says('try')).toEqual(['Hello MIA', 'Bye dear MIA']);
  });

  it('takes the first condition that holds, or else the other way', async () => {
    const { says } = inATopic(`${ask('Colour', 'String')}
- kind: ConditionGroup
  conditions:
    - id: one
      condition: =Topic.Colour = "red"
      actions:
        - kind: SendActivity
          activity: stop
    - id: two
      condition: =StartsWith(Topic.Colour, "gr")
      actions:
        - kind: ConditionGroup
          conditions:
            - condition: =Len(Topic.Colour) > 4
              actions:
                - kind: SendActivity
                  activity: go
          elseActions:
            - kind: SendActivity
              activity: hm
  elseActions:
    - kind: SendActivity
      activity: wait
${send('done')}`);
    for (const [colour, answer] of [
      ['red', 'stop'],
      ['green', 'go'],
      ['grey', 'hm'],
      ['blue', 'wait'],
    ] as const) {
      expect(await says('try')).toEqual(['Colour?']);
      expect(await says(colour)).toEqual([answer, 'done']);
    }
  });

  it('asks for yes or no again, and in the end takes the customer to a person', async () => {
    const { says, state } = inATopic(`${ask('Ok', 'Boolean')}\n${send('"{Topic.Ok}"')}`);
    await says('try');
    expect(await says('Yes!')).toEqual(['true']);
    await says('try');
    expect(await says('what')).toEqual(['Ok?']);
    expect(await says('Nope')).toEqual(['false']);
    await says('try');
    await says('what');
    expect(await says('what')).toEqual(['Ok?']);
    expect(await says('what')).toEqual(['Please briefly explain your problem:']);
    expect(state.variables).toEqual({});
  });

  it('does not ask what it knows, unless it always asks', async () => {
    const known = '- kind: SetVariable\n  variable: Topic.Name\n  value: Mia\n';
    expect(await inATopic(`${known}${ask('Name', 'String')}\n${send('"{Topic.Name}"')}`).says('try')).toEqual(
      ['Mia'],
    );
    const always = inATopic(
      `${known}${ask('Name', 'String', '\n  alwaysPrompt: true')}\n${send('"{Topic.Name}"')}`,
    );
    expect(await always.says('try')).toEqual(['Name?']);
    expect(await always.says('Anna')).toEqual(['Anna']);
  });

  it('lets another topic interrupt its question and asks again afterwards, unless it forbids it', async () => {
    const { says } = inATopic(`${ask('Name', 'String')}\n${send('"Hello {Topic.Name}"')}`);
    await says('try');
    expect(await says('Good morning')).toEqual([
      'Hello, I am the virtual assistant. How can I help you?',
      'Name?',
    ]);
    expect(await says('Mia')).toEqual(['Hello Mia']);
    const strict = inATopic(
      `${ask('Name', 'String', '\n  interruptionPolicy:\n    allowInterruption: false')}\n${send('"Hello {Topic.Name}"')}`,
    );
    await strict.says('try');
    expect(await strict.says('Good morning')).toEqual(['Hello Good morning']);
  });

  it('begins others with inputs and goes on with their outputs; a replacement does not come back', async () => {
    const inner = systemTopicOf(
      'OnSystemRedirect',
      `${send('"in {Topic.Given}"')}\n${ask('Answer', 'String')}`,
    );
    const outer = (kind: string) =>
      topicOf(
        'try',
        `- kind: ${kind}\n  id: call\n  dialog: ${agent}.topic.Inner\n  input:\n    binding:\n      Given: ="x" & 1\n  output:\n    binding:\n      Answer: Topic.Back\n${send('"out {Topic.Back}"')}`,
      );
    const called = perform(agentWith({ 'topic.Inner': inner, 'topic.Try': outer('BeginDialog') }));
    expect(await called.says('try')).toEqual(['in x1', 'Answer?']);
    expect(await called.says('y')).toEqual(['out y']);
    const replaced = perform(agentWith({ 'topic.Inner': inner, 'topic.Try': outer('ReplaceDialog') }));
    await replaced.says('try');
    expect(await replaced.says('y')).toEqual([]);
    expect(replaced.state.dialogs).toEqual([]);
  });

  it('ends, jumps, asks for a rating, and forgets', async () => {
    const { says, state } = inATopic(`- kind: SetVariable
  variable: Global.Kept
  value: =1
- kind: GotoAction
  actionId: last
${send('never')}
- kind: CSATQuestion
  id: last
  question: ignored
- kind: SendActivity
  activity: "{Global.Kept}"
- kind: EndConversation
${send('never')}`);
    expect(await says('try')).toEqual(['rating']);
    expect(await says('5')).toEqual(['1']);
    expect(state.variables).toEqual({});
  });
});

describe('A topic that cannot go on says so to the customer, and where to whoever watches', () => {
  const file = dataOf('topic.Try');
  test.each([
    [
      'an action',
      '- kind: AdaptiveCardPrompt\n  card: x',
      12,
      'the action AdaptiveCardPrompt is not known here',
    ],
    [
      'a field of an action',
      '- kind: SendActivity\n  activity: x\n  attachments: []',
      14,
      'SendActivity has "attachments", which is not known here',
    ],
    ['an entity', ask('Age', 'Number'), 16, 'the entity NumberPrebuiltEntity is not known here'],
    ['a function', send('"{Sum(1, 2)}"'), 13, 'the function Sum is not known, in "{Sum(1, 2)}"'],
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
    expect(problems).toEqual([`${file}:${line - 1}: ${what}`]);
    expect(state.dialogs).toEqual([]);
    expect(await says('Hello')).toEqual(['Hello, I am the virtual assistant. How can I help you?']);
  });

  it('one of a kind that is not known', async () => {
    const { says, problems } = perform(
      agentWith({
        'topic.Try': topicOf('try', send('x')).replace('actions:', 'condition: =true\n  actions:'),
      }),
    );
    expect(await says('try')).toEqual(['stopped']);
    expect(problems).toEqual([`${file}:8: OnRecognizedIntent has "condition", which is not known here`]);
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
    expect(shared.problems).toEqual([expect.stringMatching(/topic\.Try\/data:\d+: a division by 0/)]);
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

describe('The words of a customer', () => {
  const twins = {
    'topic.One': topicOf('twin', send('one')),
    'topic.Two': topicOf('twin', send('two')),
  };

  it('that begin two topics are a question for the topic of choice', async () => {
    const choice = systemTopicOf('OnSelectIntent', send('Which?'));
    expect(await perform(agentWith({ ...twins, 'topic.Choice': choice })).says('twin')).toEqual(['Which?']);
    const without = perform(agentWith(twins));
    expect(await without.says('twin')).toEqual(['one']);
    expect(without.problems).toEqual([
      'Several topics answer to the same words, of which the first began: One, Two',
    ]);
  });

  it('that nobody knows are counted for the fallback', async () => {
    const { says } = perform(
      agentWith({ 'topic.Fallback': systemTopicOf('OnUnknownIntent', send('"no {System.FallbackCount}"')) }),
    );
    expect(await says('what')).toEqual(['no 1']);
    expect(await says('what')).toEqual(['no 2']);
    await says('Hello');
    expect(await says('what')).toEqual(['no 1']);
    expect(await perform(agentWith({ 'topic.Fallback': undefined })).says('what')).toEqual(['fallback']);
  });

  it('begin topics that cancel all others', async () => {
    const { says, state } = perform(
      agentWith({
        'topic.Try': topicOf('try', ask('Name', 'String')),
        'topic.Over': topicOf('start over', send('anew'), 'startBehavior: CancelOtherTopics\n'),
      }),
    );
    await says('try');
    expect(await says('start over')).toEqual(['anew']);
    expect(state.dialogs).toEqual([]);
  });

  it('do not begin a topic that is switched off', async () => {
    const solution = agentWith({ 'topic.Try': topicOf('try', send('x')) });
    const off = solution.topics.map((topic) =>
      topic.name === 'Try' ? { ...topic, isActive: false } : topic,
    );
    expect(await perform({ ...solution, topics: off }).says('try')).toEqual([
      expect.stringContaining('not understand'),
    ]);
  });

  it('come after the start of the conversation', async () => {
    const { starts } = perform(
      agentWith({ 'topic.Start': systemTopicOf('OnConversationStart', send('Welcome')) }),
    );
    expect(await starts()).toEqual(['Welcome']);
  });
});

describe('The skill', () => {
  const escalated = async () => {
    const performance = perform(agentWith());
    performance.skillAnswers(({ type }) => (type === 'event' ? started : { kind: 'taken' }));
    await performance.says('I want to talk with a person');
    await performance.says('It burns');
    return performance;
  };

  it('gets inputs, gives outputs, and has the customer until it ends', async () => {
    const performance = await escalated();
    await performance.says('Are you there?');
    expect(performance.asked).toMatchObject([
      {
        type: 'event',
        name: 'endConversation',
        value: { ProblemDescription: 'It burns', Context: { Locale: 'en-US' } },
      },
      {
        type: 'message',
        text: 'It burns',
        value: { LiveChatConversationId: 'lc-1', ProblemDescription: 'It burns' },
      },
      { type: 'message', text: 'Are you there?', value: { LiveChatConversationId: 'lc-1' } },
    ]);
    expect(await performance.skillEnds({ HandoffStatus: 'ended' })).toEqual([]);
    expect(performance.state).toMatchObject({ dialogs: [], variables: { HandoffStatus: 'ended' } });
    expect(performance.state.variables).not.toHaveProperty('LiveChatConversationId');
  });

  it('may be interrupted by the topics of its list alone', async () => {
    const performance = await escalated();
    expect(await performance.says('Hello')).toEqual([]);
    performance.skillAnswers(() => ({ kind: 'ended', outputs: {} }));
    expect(await performance.says('Good bye')).toEqual(['You are back with the virtual assistant.']);
    expect(performance.asked.at(-1)).toMatchObject({ type: 'message', text: 'end handoff' });
    expect(performance.state.dialogs).toEqual([]);
  });

  it('keeps the customer when a goodbye fails, and the topic for errors speaks', async () => {
    const performance = await escalated();
    performance.skillAnswers(() => ({ kind: 'failed', why: '503', isOver: false }));
    expect(await performance.says('Good bye')).toEqual(['Sorry, something went wrong. Please try again.']);
    performance.skillAnswers(() => ({ kind: 'taken' }));
    await performance.says('Still there?');
    expect(performance.asked.at(-1)).toMatchObject({ text: 'Still there?' });
  });

  it('gives the customer back when it ends with an error', async () => {
    const performance = await escalated();
    performance.skillAnswers(() => ({ kind: 'failed', why: 'error', isOver: true }));
    expect(await performance.says('Hm?')).toEqual(['Sorry, something went wrong. Please try again.']);
    expect(performance.state.dialogs).toEqual([]);
  });

  it('is told when a topic ends the conversation', async () => {
    const performance = perform(
      agentWith({ 'topic.GoodbyeLiveChat': topicOf('Good bye', '- kind: EndConversation') }),
    );
    performance.skillAnswers(({ type }) => (type === 'event' ? started : { kind: 'taken' }));
    await performance.says('I want to talk with a person');
    await performance.says('It burns');
    await performance.says('Good bye');
    expect(performance.asked.at(-1)).toMatchObject({ type: 'endOfConversation' });
  });

  it('failing without a topic for errors is told in words of the simulator', async () => {
    const performance = perform(agentWith({ 'topic.OnError': undefined }));
    performance.skillAnswers(() => ({ kind: 'failed', why: '500', isOver: false }));
    await performance.says('I want to talk with a person');
    expect(await performance.says('It burns')).toEqual(['failure']);
  });
});

describe('The topics of the system that every new agent has', () => {
  it('are played as far as a handoff needs them', async () => {
    const survey = systemTopicOf(
      'OnSystemRedirect',
      `- kind: Question
  id: helped
  conversationOutcome: ResolvedImplied
  alwaysPrompt: true
  variable: init:Topic.SurveyResponse
  prompt: Did that help?
  entity: BooleanPrebuiltEntity
- kind: ConditionGroup
  conditions:
    - condition: =Topic.SurveyResponse = true
      actions:
        - kind: CSATQuestion
          id: rate
          conversationOutcome: ResolvedConfirmed
  elseActions:
    - kind: BeginDialog
      dialog: ${agent}.topic.Escalate
- kind: EndConversation`,
    );
    const reset = systemTopicOf(
      'OnSystemRedirect',
      `- kind: SendActivity\n  activity: Again\n- kind: ClearAllVariables\n  variables: ConversationScopedVariables\n- kind: CancelAllDialogs`,
    );
    const fallback = systemTopicOf(
      'OnUnknownIntent',
      `- kind: ConditionGroup
  conditions:
    - condition: =System.FallbackCount < 2
      actions:
        - kind: SendActivity
          activity: Please say it differently
  elseActions:
    - kind: BeginDialog
      dialog: ${agent}.topic.Survey`,
    );
    const { says, problems, state } = perform(
      agentWith({
        'topic.Survey': survey,
        'topic.Reset': reset,
        'topic.Fallback': fallback,
        'topic.StartOver': topicOf('start over', `- kind: BeginDialog\n  dialog: ${agent}.topic.Reset`),
      }),
    );
    expect(await says('start over')).toEqual(['Again']);
    expect(await says('?')).toEqual(['Please say it differently']);
    expect(await says('??')).toEqual(['Did that help?']);
    expect(await says('yes')).toEqual(['rating']);
    expect(await says('4')).toEqual([]);
    await says('???');
    expect(await says('no')).toEqual(['Please briefly explain your problem:']);
    expect([problems, state.variables]).toEqual([[], {}]);
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
