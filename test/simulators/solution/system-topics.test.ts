import { describe, expect, it } from 'vitest';
import { agent, agentWith, systemTopicOf, topicOf } from './agent-zip.ts';
import { perform } from './performance.ts';

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
