import { describe, expect, it } from 'vitest';
import { readSolutionFile } from '../../../simulators/solution/read/read-solution-file.ts';
import { perform } from '../../simulators/solution/performance.ts';

const folder = process.env.VENDOR_SPECS ?? '../shared/specs';

describe("Microsoft's sample of a handoff", () => {
  it('plays as its README tells it', async () => {
    const { says, skillAnswers, asked, problems, state } = perform(
      await readSolutionFile(`${folder}/HandoverAgentSample.zip`),
    );
    skillAnswers(({ name }) =>
      name === 'startConversation'
        ? { kind: 'ended', outputs: { LiveChatConversationId: 'lc-1' } }
        : { kind: 'taken' },
    );
    expect(await says('I want to talk with a person')).toEqual(['Please briefly explain your problem:']);
    expect(await says('My printer burns')).toEqual(['Starting conversation "lc-1" to Contoso Live Chat']);
    await says('Are you there?');
    skillAnswers(() => ({ kind: 'ended', outputs: {} }));
    expect(await says('Good bye')).toEqual(['Contoso Live Chat conversation ended']);
    expect(asked.map(({ name }) => name)).toEqual([
      'startConversation',
      'sendMessage',
      'sendMessage',
      'endConversation',
    ]);
    expect(problems).toEqual([]);
    expect(state.dialogs).toEqual([]);
  });
});
