import { describe, expect, it } from 'vitest';
import { agent, agentWith, systemTopicOf, topicOf } from './agent-zip.ts';
import { perform } from './performance.ts';
import { ask, inATopic, send } from './topic-yaml.ts';

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
