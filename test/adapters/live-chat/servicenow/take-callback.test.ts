import { expect, it } from 'vitest';
import { takeCallback } from '../../../../src/adapters/live-chat/servicenow/callbacks/take-callback.ts';
import { callback } from '../../../../src/adapters/live-chat/servicenow/wire.ts';
import { systemClock } from '../../../../src/adapters/system/clock.ts';
import type { LiveChatAnswer } from '../../../../src/application/ports/inbound.ts';
import { sessionId } from '../../../../src/domain/ids.ts';
import { action, dana, output } from './items.ts';

const said = (value: string, messageId: string) => output({ value, messageId, agentInfo: dana });
const body = [said('One more thing', 'm1'), said('Bye', 'm2'), action('SwitchToVirtualAgent')];

/** What came of a callback with two messages and an end, and what was told, where each is answered so. */
async function taken(answerTo: (told: string) => LiveChatAnswer) {
  const told: string[] = [];
  const lost: string[] = [];
  const answer = (what: string) => {
    told.push(what);
    return Promise.resolve(answerTo(what));
  };
  const take = takeCallback({
    relayAgentMessage: ({ text }) => answer(text),
    recordAgentStatus: ({ status }) => answer(status.type),
    answerDialogue: () => Promise.resolve(),
    onLostWords: (_, id) => void lost.push(id),
    patienceMs: 0,
    clock: systemClock,
  });
  const callbackOfThree = callback.parse({ clientSessionId: 'hs_1', body, completed: true });
  const result = await take({ sessionId: sessionId('hs_1'), callback: callbackOfThree, rawBody: 'as sent' });
  return { result, told, lost };
}

it('A callback that comes after the end tells all of it, so that the end in it is heard', async () => {
  expect(await taken(() => 'ended')).toEqual({
    result: 'ended',
    told: ['One more thing', 'Bye', 'ended'],
    lost: ['m1', 'm2'],
  });
});

it.each(['full', 'opening', 'unknown'] as const)(
  'A callback stops at the first words that are %s',
  async (answer) => {
    const { result, told, lost } = await taken((what) => (what === 'Bye' ? answer : 'accepted'));
    expect({ result, told, lost }).toEqual({ result: answer, told: ['One more thing', 'Bye'], lost: [] });
  },
);
