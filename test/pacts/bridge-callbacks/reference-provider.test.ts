import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningBridge, startRunningBridge } from '../../adapters/http/running-bridge.ts';
import { type Drift, withField, withStatus } from '../drift.ts';
import type { Arrived } from '../provider-front.ts';
import { type PactVerifier, pactVerifier } from '../verifier.ts';
import { sessionStates } from './session-states.ts';

let bridge: RunningBridge;
let verifier: PactVerifier;

beforeAll(async () => {
  bridge = await startRunningBridge();
  const webhook = new Webhook(bridge.credentials.webhookSecret);
  verifier = pactVerifier('live-chat-handoff-bridge', {
    url: () => bridge.url,
    states: sessionStates(bridge),
    prepare: async (arrived) => signed(webhook, arrived),
  });
});

afterAll(async () => {
  await verifier.stop();
  await bridge.stop();
});

/** A pact holds examples of signatures; what came without one stays so. */
function signed(webhook: Webhook, arrived: Arrived): Arrived {
  const { 'webhook-signature': signature, 'webhook-id': id = '' } = arrived.headers;
  if (signature === undefined) return arrived;
  const now = new Date();
  const headers = {
    ...arrived.headers,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': webhook.sign(id, now, arrived.body),
  };
  return { ...arrived, headers };
}

describe('the bridge, called by a live chat', () => {
  test('keeps the pact', async () => {
    expect(await verifier.verify()).toEqual([]);
  });

  const drifts: readonly (readonly [string, string, Drift])[] = [
    ['a message of the agent', '200', withStatus(200)],
    ['a message of the agent', 'status', withField('status', 'duplicate')],
    ['typing', 'messageId', withField('messageId', undefined)],
    ['session-ended', 'messageId', withField('messageId', 7)],
    ['the same messageId again', 'status', withField('status', 'accepted')],
    ['a message with a sender that is no text', 'field', withField('field', 'body')],
    ['a message for an unknown session', '410', withStatus(410)],
    ['a message after the end', 'error', withField('error', undefined)],
    ['a message before the answer to the start', '404', withStatus(404)],
    ['a message before the answer to the start', 'code', withField('code', undefined)],
    ['a message without a signature', '403', withStatus(403)],
  ];
  test.each(drifts)('is noticed when it breaks %s: %s', async (interaction, word, alter) => {
    const broken = await verifier.verify({ only: interaction, alter });
    expect(broken).toEqual([{ interaction, why: expect.stringContaining(word) }]);
  });
});
