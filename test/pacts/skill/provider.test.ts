import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { accessTokens } from '../../../simulators/copilot-studio/access-tokens.ts';
import type { MakeState } from '../../../simulators/verify-live-chat/pact/make-state.ts';
import { liveChatIdIn, skillCaller } from '../../adapters/callers/skill/skill-caller.ts';
import { type RunningBridge, startRunningBridge } from '../../adapters/http/running-bridge.ts';
import { type Drift, withField, withStatus } from '../drift.ts';
import { withToken } from '../provider-front.ts';
import { type PactVerifier, pactVerifier } from '../verifier.ts';
import { agreedToken } from './examples.ts';

let bridge: RunningBridge;
let verifier: PactVerifier;

beforeAll(async () => {
  bridge = await startRunningBridge();
  const { microsoft, credentials } = bridge;
  const { tenantId, copilotApp, skillApp } = credentials;
  const tokens = accessTokens({ entra: microsoft.entra, tenantId, app: copilotApp });
  verifier = pactVerifier('copilot-studio-handoff-bridge', {
    url: () => bridge.url,
    prepare: withToken(agreedToken, () => tokens(`${skillApp.clientId}/.default`)),
    states: statesOf(bridge),
  });
});

afterAll(async () => {
  await verifier.stop();
  await bridge.stop();
});

const refused = z.object({ reason: z.enum(['closed', 'no-agents', 'unavailable']) });

/** Made through the skill itself, each with a conversation of its own. */
function statesOf(running: RunningBridge): Readonly<Record<string, MakeState>> {
  const { liveChat, microsoft } = running;
  const serviceUrl = `${microsoft.url}/copilot-studio/`;
  const free = () => {
    liveChat.refuse(undefined);
    const caller = skillCaller(running);
    return {
      caller,
      values: { conversationId: caller.conversationId, activityId: randomUUID(), serviceUrl },
    };
  };
  return {
    'no session is open': async () => free().values,
    'a session is open': async () => {
      const { caller, values } = free();
      return { ...values, liveChatId: liveChatIdIn(await caller.escalate()) };
    },
    'a handoff was asked for': async () => {
      const { caller, values } = free();
      await caller.escalate({}, { id: values.activityId });
      return values;
    },
    'new live chats are refused': async (parameters) => {
      const { values } = free();
      liveChat.refuse(refused.parse(parameters).reason);
      return values;
    },
  };
}

describe('the bridge, called by a copilot', () => {
  test('keeps the pact', async () => {
    expect(await verifier.verify()).toEqual([]);
  });

  const escalation = 'endConversation, which asks for a handoff, replies expected';
  const start = 'startConversation of the shipped sample, replies expected';
  const drifts: readonly (readonly [string, string, Drift])[] = [
    [escalation, '202', withStatus(202)],
    [escalation, 'activities', withField('activities', [])],
    [escalation, 'activities', withField('activities.0.type', 'message')],
    [start, 'code', withField('activities.0.code', undefined)],
    [start, 'LiveChatConversationId', withField('activities.0.value.LiveChatConversationId', '')],
    [
      'the end command, replies expected',
      'HandoffStatus',
      withField('activities.0.value.HandoffStatus', 'none'),
    ],
    [
      'a message to the agent, replies expected',
      'activities',
      withField('activities', [{ type: 'message' }]),
    ],
    ['a message to the agent', '502', withStatus(502)],
    ['a message with a wrong token', '403', withStatus(403)],
    ['a request for the manifest', 'endConversation', withField('activities.endConversation.name', 'end')],
    ['a request for the manifest', 'msAppId', withField('endpoints.0.msAppId', undefined)],
    ['the health check of an import', '404', withStatus(404)],
  ];
  test.each(drifts)('is noticed when it breaks %s: %s', async (interaction, word, alter) => {
    const broken = await verifier.verify({ only: interaction, alter });
    expect(broken).toEqual([{ interaction, why: expect.stringContaining(word) }]);
  });
});
