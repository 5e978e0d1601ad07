import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningBridge, startRunningBridge } from '../../adapters/http/running-bridge.ts';
import { type Drift, withField, withStatus } from '../drift.ts';
import { type PactVerifier, pactVerifier } from '../verifier.ts';
import { sessionStates } from './session-states.ts';

let bridge: RunningBridge;
let verifier: PactVerifier;

beforeAll(async () => {
  bridge = await startRunningBridge({ liveChatKind: 'contoso-sample' });
  verifier = pactVerifier('contoso-live-chat-handoff-bridge', {
    url: () => bridge.url,
    states: sessionStates(bridge),
  });
});

afterAll(async () => {
  await verifier.stop();
  await bridge.stop();
});

describe('the bridge, called by the desk of the shipped sample', () => {
  test('keeps the pact', async () => {
    expect(await verifier.verify()).toEqual([]);
  });

  const drifts: readonly (readonly [string, string, Drift])[] = [
    ['a message of the agent', '401', withStatus(401)],
    ['the same message again', '409', withStatus(409)],
    ['a message without its text', 'error', withField('error', undefined)],
    ['a message for an unknown session', 'error', withField('error', 404)],
    ['a message after the end', '404', withStatus(404)],
  ];
  test.each(drifts)('is noticed when it breaks %s: %s', async (interaction, word, alter) => {
    const broken = await verifier.verify({ only: interaction, alter });
    expect(broken).toEqual([{ interaction, why: expect.stringContaining(word) }]);
  });
});
