import { describe, expect, it } from 'vitest';
import { agent, agentWith, systemTopicOf, topicOf } from './agent-zip.ts';
import { perform } from './performance.ts';
import { ask, inATopic, send } from './topic-yaml.ts';

const withHead = (topic: string, head: string) => topic.replace('  id: main', `  id: main\n  ${head}`);

describe('A question', () => {
  it('is asked again when a topic comes back to it, as often as it says', async () => {
    const { says } = inATopic(`${ask('Name', 'String')}
- kind: ConditionGroup
  conditions:
    - condition: =Topic.Name = "stop"
      actions:
        - kind: CancelAllDialogs
- kind: GotoAction
  actionId: askName`);
    expect(await says('try')).toEqual(['Name?']);
    expect(await says('more')).toEqual(['Name?']);
    expect(await says('stop')).toEqual([]);
  });

  it('gives up after its own number of tries, with its own words and value', async () => {
    const { says } = inATopic(
      `${ask('Count', 'Number', '\n  repeatCount: 1\n  unrecognizedPrompt: A number, please\n  defaultValue: =7')}\n${send('"{Topic.Count + 1}"')}`,
    );
    await says('try');
    expect(await says('many')).toEqual(['A number, please']);
    expect(await says('many')).toEqual(['8']);
    await says('try');
    expect(await says('I have 1,200 of them')).toEqual(['1201']);
  });

  it('offers a closed list, and its choice is compared by its name', async () => {
    const { says } = inATopic(`- kind: Question
  id: size
  variable: init:Topic.Size
  prompt: Which size?
  entity:
    kind: EmbeddedEntity
    definition:
      kind: ClosedListEntity
      items:
        - id: S
          displayName: Small
        - id: L
          displayName: Large
          synonyms:
            - huge
- kind: ConditionGroup
  conditions:
    - condition: =Topic.Size = '${agent}.topic.Try.main.size'.L
      actions:
        - kind: SendActivity
          activity: "{Topic.Size} it is"`);
    for (const said of ['Large', 'a huge one', '2']) {
      expect(await says('try')).toEqual(['Which size?', '- Small\n- Large']);
      expect(await says(said)).toEqual(['Large it is']);
    }
  });

  it('takes yes and no in the language of the agent', async () => {
    const solution = agentWith({
      'topic.Try': topicOf('try', `${ask('Ok', 'Boolean')}\n${send('"{Topic.Ok}"')}`),
    });
    const german = { ...solution, agent: { ...solution.agent, language: 'de-DE' } };
    const { says } = perform(german);
    await says('try');
    expect(await says('yes')).toEqual(['Ok?']);
    expect(await says('Nein!')).toEqual(['false']);
  });
});

describe('A trigger', () => {
  it('comes by its priority, and others follow unless one clears the queue', async () => {
    const first = withHead(
      systemTopicOf('OnUnknownIntent', `${send('first')}\n- kind: EndDialog\n  clearTopicQueue: =false`),
      'priority: -1',
    );
    const clearing = first.replace('=false', 'true');
    const plain = first.replace('clearTopicQueue: =false', 'clearTopicQueue: false');
    const fallback = expect.stringContaining('did not understand');
    expect(await perform(agentWith({ 'topic.Search': plain })).says('what')).toEqual(['first', fallback]);
    expect(await perform(agentWith({ 'topic.Search': clearing })).says('what')).toEqual(['first']);
  });

  it('has a condition, which may hold later', async () => {
    const { says } = perform(
      agentWith({
        'topic.Open': withHead(topicOf('try', send('open')), 'condition: =Global.IsOpen = true'),
        'topic.Key': topicOf('use the key', '- kind: SetVariable\n  variable: Global.IsOpen\n  value: true'),
      }),
    );
    expect(await says('try')).toEqual([expect.stringContaining('did not understand')]);
    await says('use the key');
    expect(await says('try')).toEqual(['open']);
  });

  it('for any message comes before what is recognised', async () => {
    const any = withHead(systemTopicOf('OnActivity', send('noted')), 'type: Message');
    expect(await perform(agentWith({ 'topic.Any': any })).says('Hello')).toEqual([
      'noted',
      expect.stringContaining('virtual assistant'),
    ]);
  });

  it('of choice offers what is near, and the chosen topic plays', async () => {
    const choice = systemTopicOf(
      'OnSelectIntent',
      `- kind: SetVariable
  variable: init:Topic.Options
  value: =System.Recognizer.IntentOptions
- kind: EditTable
  changeType: Add
  itemsVariable: Topic.Options
  value: '={DisplayName: "Neither", TopicId: "NoTopic"}'
- kind: Question
  id: which
  alwaysPrompt: true
  variable: System.Recognizer.SelectedIntent
  prompt: Which?
  entity:
    kind: DynamicClosedListEntity
    items: =Topic.Options`,
    );
    const { says } = perform(
      agentWith({
        'topic.Choice': choice,
        'topic.Order': topicOf('Status of my order', send('order')),
        'topic.Repair': topicOf('My order status', send('repair')),
      }),
    );
    expect(await says('the status of orders')).toEqual(['Which?', '- Order\n- Repair\n- Neither']);
    expect(await says('Repair')).toEqual(['repair']);
    await says('the status of orders');
    expect(await says('neither')).toEqual([]);
  });
});

describe('What lies beyond the agent', () => {
  const flow = `- kind: InvokeFlowAction
  id: flow_1
  flowId: f-1
  output:
    binding:
      status: Topic.Status
${send('"It is {Topic.Status}"')}`;

  it('stops the topic, unless it is told what comes back', async () => {
    const { says, outsideReturns, problems } = inATopic(flow);
    expect(await says('try')).toEqual(['stopped']);
    expect(problems).toEqual([expect.stringContaining('when the topic calls flow_1: { it returns: … }')]);
    outsideReturns('f-1', { status: 'shipped' });
    expect(await says('try')).toEqual(['It is shipped']);
  });

  it('is an answer from knowledge that is said, and a card that is shown as text', async () => {
    const { says, outsideReturns } = inATopic(`- kind: SearchAndSummarizeContent
  id: search
  variable: Topic.Answer
  userInput: =System.Activity.Text
- kind: AdaptiveCardPrompt
  id: form
  card: '={type: "AdaptiveCard", body: [{type: "TextBlock", text: "Your size"}, {type: "Input.Text", id: "size", label: "Size"}]}'
  output:
    binding:
      size: Topic.Size
${send('"{Topic.Size}, {Topic.Answer}"')}`);
    outsideReturns('SearchAndSummarizeContent', 'From the documents');
    outsideReturns('form', { size: 'L' });
    expect(await says('try')).toEqual(['From the documents', 'Your size\n[Size]', 'L, From the documents']);
  });
});
