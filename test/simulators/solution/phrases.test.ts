import { describe, expect, it } from 'vitest';
import { agentWith, systemTopicOf, topicOf } from './agent-zip.ts';
import { perform } from './performance.ts';
import { ask, send } from './topic-yaml.ts';

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

  it('that are unknown are counted for the fallback', async () => {
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
