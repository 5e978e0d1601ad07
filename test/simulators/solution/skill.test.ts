import { describe, expect, it } from 'vitest';
import type { SkillOutcome } from '../../../simulators/solution/interpreter/play.ts';
import { agentWith, topicOf } from './agent-zip.ts';
import { perform } from './performance.ts';

const started: SkillOutcome = {
  kind: 'ended',
  outputs: { LiveChatConversationId: 'lc-1', HandoffStatus: 'queued' },
};

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
