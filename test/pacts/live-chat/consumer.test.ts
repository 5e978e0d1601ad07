import { MatchersV3 } from '@pact-foundation/pact';
import { describe, expect, test } from 'vitest';
import { anId, oneOf } from '../matchers.ts';
import { pactFile } from '../pact-file.ts';
import {
  attempt,
  chat,
  clientOf,
  endBody,
  fullStart,
  fullStartBody,
  headers,
  leastStart,
  leastStartBody,
  said,
  sendBody,
  timestamp,
} from './examples.ts';

const pact = pactFile('handoff-bridge', 'live-chat');

const opened = (status: 'queued' | 'active') => ({
  sessionId: anId(chat),
  status: oneOf(['queued', 'active'], status),
});

describe('a start', () => {
  const path = '/api/livechat/start';

  test('with the least', () =>
    pact
      .interaction()
      .given('the live chat is ready')
      .uponReceiving('a start with the least that is known')
      .withRequest('POST', path, (request) => request.headers(headers()).jsonBody(leastStartBody))
      .willRespondWith(201, (response) => response.jsonBody(opened('queued')))
      .executeTest(async ({ url }) => {
        const outcome = await clientOf(url).start(leastStart, attempt);
        expect(outcome).toEqual({ outcome: 'opened', liveChatId: chat, opening: { as: 'queued' } });
      }));

  test('with everything', () =>
    pact
      .interaction()
      .given('the live chat is ready')
      .uponReceiving('a start with everything that can be known')
      .withRequest('POST', path, (request) => request.headers(headers()).jsonBody(fullStartBody))
      .willRespondWith(201, (response) => response.jsonBody(opened('queued')))
      .executeTest(async ({ url }) => {
        const outcome = await clientOf(url).start(fullStart, attempt);
        expect(outcome).toEqual({ outcome: 'opened', liveChatId: chat, opening: { as: 'queued' } });
      }));

  test('while customers wait', () =>
    pact
      .interaction()
      .given('customers are waiting')
      .uponReceiving('a start while other customers wait')
      .withRequest('POST', path, (request) => request.headers(headers()).jsonBody(leastStartBody))
      .willRespondWith(201, (response) =>
        response.jsonBody({
          ...opened('queued'),
          status: MatchersV3.equal('queued'),
          queuePosition: MatchersV3.integer(3),
          estimatedWaitSeconds: MatchersV3.number(180),
        }),
      )
      .executeTest(async ({ url }) => {
        const opening = { as: 'queued', queuePosition: 3, estimatedWaitSeconds: 180 };
        const outcome = await clientOf(url).start(leastStart, attempt);
        expect(outcome).toEqual({ outcome: 'opened', liveChatId: chat, opening });
      }));

  test('while an agent is free', () =>
    pact
      .interaction()
      .given('an agent is free')
      .uponReceiving('a start while an agent is free')
      .withRequest('POST', path, (request) => request.headers(headers()).jsonBody(leastStartBody))
      .willRespondWith(201, (response) =>
        response.jsonBody({ ...opened('active'), status: MatchersV3.equal('active') }),
      )
      .executeTest(async ({ url }) => {
        const outcome = await clientOf(url).start(leastStart, attempt);
        expect(outcome).toEqual({ outcome: 'opened', liveChatId: chat, opening: { as: 'active' } });
      }));

  test('that is repeated', () =>
    pact
      .interaction()
      .given('a live chat was started', { customerId: 'customer-1', customerName: 'Robin Lee' })
      .uponReceiving('the same start again, with the same Idempotency-Key')
      .withRequest('POST', path, (request) => request.headers(headers()).jsonBody(leastStartBody))
      .willRespondWith(201, (response) => response.jsonBody(opened('queued')))
      .executeTest(async ({ url }) => {
        const outcome = await clientOf(url).start(leastStart, attempt);
        expect(outcome).toMatchObject({ outcome: 'opened', liveChatId: chat });
      }));

  test.each(['closed', 'no-agents', 'unavailable'] as const)('that is refused as %s', (reason) =>
    pact
      .interaction()
      .given('new live chats are refused', { reason })
      .uponReceiving(`a start that is refused as ${reason}`)
      .withRequest('POST', path, (request) => request.headers(headers()).jsonBody(leastStartBody))
      .willRespondWith(503, (response) => response.jsonBody({ error: MatchersV3.equal(reason) }))
      .executeTest(async ({ url }) => {
        expect(await clientOf(url).start(leastStart, attempt)).toEqual({
          outcome: 'rejected',
          cause: reason,
        });
      }),
  );

  test('with a wrong key', () =>
    pact
      .interaction()
      .given('the live chat is ready')
      .uponReceiving('a start with a wrong bearer')
      .withRequest('POST', path, (request) => request.headers(headers('wrong')).jsonBody(leastStartBody))
      .willRespondWith(401)
      .executeTest(async ({ url }) => {
        const outcome = await clientOf(url, 'wrong').start(leastStart, attempt);
        expect(outcome).toEqual({ outcome: 'not-delivered', cause: '401' });
      }));
});

describe('a send', () => {
  const path = '/api/livechat/send';
  const notice = {
    ...said,
    text: 'A message could not be delivered.',
    sender: 'Handoff Bridge',
    kind: 'notice',
  } as const;
  const empty = { ...said, text: '' };
  const stored = { status: 200, body: { messageId: MatchersV3.equal(said.messageId) } };
  const refused = (status: number, error: string) => ({ status, body: { error: MatchersV3.string(error) } });

  test.each([
    ['a message of the customer', 'a live chat is open', said, stored, { outcome: 'delivered' }],
    ['a notice to the agent', 'a live chat is open', notice, stored, { outcome: 'delivered' }],
    [
      'a message to an unknown live chat',
      'a live chat is not known',
      said,
      refused(404, 'unknown-session'),
      { outcome: 'rejected', cause: 'unknown-live-chat' },
    ],
    [
      'a message to a live chat that has ended',
      'a live chat has ended',
      said,
      refused(410, 'ended'),
      { outcome: 'rejected', cause: 'ended' },
    ],
    [
      'an empty message',
      'a live chat is open',
      empty,
      refused(400, 'message is empty'),
      { outcome: 'rejected', cause: 'invalid' },
    ],
  ] as const)('of %s', (description, state, message, { status, body }, expected) =>
    pact
      .interaction()
      .given(state)
      .uponReceiving(description)
      .withRequest('POST', path, (request) => request.headers(headers()).jsonBody(sendBody(message)))
      .willRespondWith(status, (response) => response.jsonBody(body))
      .executeTest(async ({ url }) => {
        expect(await clientOf(url).say(message, attempt)).toEqual(expected);
      }),
  );

  test('that is repeated', () => {
    const { messageId, text: message, sender, kind } = said;
    return pact
      .interaction()
      .given('a message was sent', { messageId, message, sender, timestamp, kind })
      .uponReceiving('the same message again, with the same Idempotency-Key')
      .withRequest('POST', path, (request) => request.headers(headers()).jsonBody(sendBody(said)))
      .willRespondWith(stored.status, (response) => response.jsonBody(stored.body))
      .executeTest(async ({ url }) => {
        expect(await clientOf(url).say(said, attempt)).toEqual({ outcome: 'delivered' });
      });
  });

  test('with a wrong key', () =>
    pact
      .interaction()
      .given('a live chat is open')
      .uponReceiving('a message with a wrong bearer')
      .withRequest('POST', path, (request) => request.headers(headers('wrong')).jsonBody(sendBody(said)))
      .willRespondWith(401)
      .executeTest(async ({ url }) => {
        const delivery = await clientOf(url, 'wrong').say(said, attempt);
        expect(delivery).toEqual({ outcome: 'not-delivered', cause: '401' });
      }));
});

describe('an end', () => {
  test.each([
    ['an end', 'a live chat is open'],
    ['an end of a live chat that has ended already', 'a live chat has ended'],
  ])('of %s', (description, state) =>
    pact
      .interaction()
      .given(state)
      .uponReceiving(description)
      .withRequest('POST', '/api/livechat/end', (request) =>
        request.headers(headers()).jsonBody(endBody('customer')),
      )
      .willRespondWith(200, (response) => response.jsonBody({ status: MatchersV3.equal('ended') }))
      .executeTest(async ({ url }) => {
        expect(await clientOf(url).end(said, 'customer', attempt)).toEqual({ outcome: 'delivered' });
      }),
  );
});

test('the committed pact is the one that these tests make', () => pact.isCommitted());
