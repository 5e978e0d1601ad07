import { MatchersV3 } from '@pact-foundation/pact';
import { describe, expect, test } from 'vitest';
import type { AgentAction, Payload } from '../../../simulators/live-chat/callbacks/agent-action.ts';
import { postCallback } from '../../../simulators/live-chat/callbacks/post-callback.ts';
import { simulatedVendor } from '../../../simulators/live-chat/vendors.ts';
import { anId, fromState } from '../matchers.ts';
import { pactFile } from '../pact-file.ts';

const pact = pactFile('live-chat', 'handoff-bridge');
const path = '/api/messages/proactive';
/** Made anew for each run: what is signed with it is worth nothing elsewhere. */
const secret = `whsec_${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')}`;
const messageId = 'callback-1';
const chatId = 'lc-1';
const at = '2026-01-31T09:30:00.000Z';

/** Whoever verifies signs anew, with the secret of the bridge that is verified. */
const signed = {
  'Content-Type': 'application/json',
  'webhook-id': MatchersV3.regex('^.{1,256}$', messageId),
  'webhook-timestamp': MatchersV3.regex('^[0-9]+$', '1769851800'),
  'webhook-signature': MatchersV3.regex('^v1,.+$', 'v1,signature'),
};
const unsigned = { 'Content-Type': 'application/json' };

const payloadOf = (act: AgentAction): Payload => {
  const payload = simulatedVendor('reference').payload({ chatId, messageId, at, act });
  if (payload === undefined) throw new Error('the reference has a callback for every act');
  return payload;
};
/** The session is the one that the provider state made. */
const bodyOf = (payload: Payload) => ({ ...payload, sessionId: fromState('sessionId', chatId) });

const said: AgentAction = { type: 'message', message: 'Hello Robin, this is Dana.', sender: 'Dana' };
const { type: _, ...untyped } = payloadOf(said);

describe('a callback of a session that is open', () => {
  const acts: readonly (readonly [string, Payload])[] = [
    ['a message of the agent', payloadOf(said)],
    ['a callback without a type, which is a message', untyped],
    ['typing', payloadOf({ type: 'typing', sender: 'Dana' })],
    ['agent-joined', payloadOf({ type: 'agent-joined', sender: 'Dana' })],
    ['agent-left', payloadOf({ type: 'agent-left', sender: 'Dana' })],
    ['agent-transferred', payloadOf({ type: 'agent-transferred', sender: 'Alex' })],
    ['queue-position', payloadOf({ type: 'queue-position', queuePosition: 2, estimatedWaitSeconds: 120 })],
    ['queue-position by its older name', { ...untyped, type: 'queue-position', position: 2 }],
    ['session-ended', payloadOf({ type: 'session-ended', reason: 'agent', message: 'Good bye, Robin.' })],
  ];
  test.each(acts)('is taken: %s', (description, payload) =>
    pact
      .interaction()
      .given('a session is open')
      .uponReceiving(description)
      .withRequest('POST', path, (request) => request.headers(signed).jsonBody(bodyOf(payload)))
      .willRespondWith(202, (response) =>
        response.jsonBody({ status: MatchersV3.equal('accepted'), messageId: anId(messageId) }),
      )
      .executeTest(async ({ url }) => {
        const answer = await postCallback(`${url}${path}`, payload, { secret });
        expect(answer).toEqual({ status: 202, body: { status: 'accepted', messageId } });
      }),
  );

  test('is a duplicate when it is repeated', () =>
    pact
      .interaction()
      .given('a message of the agent was taken', { messageId, message: said.message, sender: said.sender })
      .uponReceiving('the same messageId again')
      .withRequest('POST', path, (request) => request.headers(signed).jsonBody(bodyOf(payloadOf(said))))
      .willRespondWith(200, (response) =>
        response.jsonBody({ status: MatchersV3.equal('duplicate'), messageId: anId(messageId) }),
      )
      .executeTest(async ({ url }) => {
        const answer = await postCallback(`${url}${path}`, payloadOf(said), { secret });
        expect(answer).toEqual({ status: 200, body: { status: 'duplicate', messageId } });
      }));
});

describe('a callback is refused', () => {
  const problem = { 'Content-Type': 'application/problem+json' };
  const refusals: readonly (readonly [string, string, Payload, number, object])[] = [
    [
      'a message with a sender that is no text',
      'a session is open',
      { ...payloadOf(said), sender: 7 },
      400,
      { field: MatchersV3.equal('sender') },
    ],
    [
      'a queue-position without the place in the queue',
      'a session is open',
      { ...untyped, type: 'queue-position' },
      400,
      { field: MatchersV3.equal('queuePosition') },
    ],
    ['a message for an unknown session', 'a session is not known', payloadOf(said), 404, {}],
    ['a message after the end', 'a session has ended', payloadOf(said), 410, {}],
  ];
  test.each(refusals)('%s', (description, state, payload, status, fields) =>
    pact
      .interaction()
      .given(state)
      .uponReceiving(description)
      .withRequest('POST', path, (request) => request.headers(signed).jsonBody(bodyOf(payload)))
      .willRespondWith(status, (response) =>
        response.headers(problem).jsonBody({ error: MatchersV3.string('What is wrong.'), ...fields }),
      )
      .executeTest(async ({ url }) => {
        const answer = await postCallback(`${url}${path}`, payload, { secret });
        expect(answer).toMatchObject({ status, body: { error: 'What is wrong.' } });
      }),
  );

  test('for now, before the start is answered that names its session', () =>
    pact
      .interaction()
      .given('a session is being opened')
      .uponReceiving('a message before the answer to the start')
      .withRequest('POST', path, (request) => request.headers(signed).jsonBody(bodyOf(payloadOf(said))))
      .willRespondWith(503, (response) =>
        response.headers({ ...problem, 'Retry-After': MatchersV3.regex('^[0-9]+$', '1') }).jsonBody({
          error: MatchersV3.string('What is wrong.'),
          code: MatchersV3.equal('session-opening'),
        }),
      )
      .executeTest(async ({ url }) => {
        const answer = await postCallback(`${url}${path}`, payloadOf(said), { secret });
        expect(answer).toMatchObject({ status: 503, retryAfterMs: 1000, body: { code: 'session-opening' } });
      }));

  test('without a signature', () =>
    pact
      .interaction()
      .given('a session is open')
      .uponReceiving('a message without a signature')
      .withRequest('POST', path, (request) => request.headers(unsigned).jsonBody(bodyOf(payloadOf(said))))
      .willRespondWith(401, (response) =>
        response.headers(problem).jsonBody({ error: MatchersV3.string('What is wrong.') }),
      )
      .executeTest(async ({ url }) => {
        const answer = await postCallback(`${url}${path}`, payloadOf(said));
        expect(answer).toEqual({ status: 401, body: { error: 'What is wrong.' } });
      }));
});

test('the committed pact is the one that these tests make', () => pact.isCommitted());
