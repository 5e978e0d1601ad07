import { MatchersV3 } from '@pact-foundation/pact';
import { expect, test } from 'vitest';
import type { Payload } from '../../../simulators/live-chat/callbacks/agent-action.ts';
import { postCallback } from '../../../simulators/live-chat/callbacks/post-callback.ts';
import { simulatedVendor } from '../../../simulators/live-chat/vendors.ts';
import { fromState } from '../matchers.ts';
import { pactFile } from '../pact-file.ts';

const pact = pactFile('contoso-live-chat', 'handoff-bridge');
const path = '/api/livechat/messages';
const chatId = 'a1b2c';

const payload = simulatedVendor('contoso-sample').payload({
  chatId,
  messageId: 'callback-1',
  at: '2026-01-31T09:30:00.000Z',
  act: { type: 'message', message: 'Hello Robin, this is Dana.', sender: 'Dana' },
});
const error = { error: MatchersV3.string('What is wrong.') };

const cases: readonly (readonly [string, string, Payload, number, object | undefined])[] = [
  ['a message of the agent', 'a session is open', { ...payload }, 200, undefined],
  ['the same message again', 'a message of the agent was taken', { ...payload }, 200, undefined],
  ['a message without its text', 'a session is open', { ...payload, Message: '' }, 400, error],
  ['a message for an unknown session', 'a session is not known', { ...payload }, 404, error],
  ['a message after the end', 'a session has ended', { ...payload }, 410, error],
];

test.each(cases)('%s', (description, state, sent, status, body) => {
  const headers = { 'Content-Type': 'application/json' };
  const given = pact.interaction();
  const interaction = state.endsWith('taken')
    ? given.given(state, { messageId: 'callback-1' })
    : given.given(state);
  return interaction
    .uponReceiving(description)
    .withRequest('POST', path, (request) =>
      request.headers(headers).jsonBody({ ...sent, ConversationId: fromState('sessionId', chatId) }),
    )
    .willRespondWith(
      status,
      (response) => body && response.headers({ 'Content-Type': 'application/problem+json' }).jsonBody(body),
    )
    .executeTest(async ({ url }) => {
      expect((await postCallback(`${url}${path}`, sent)).status).toBe(status);
    });
});

test('the committed pact is the one that these tests make', () => pact.isCommitted());
