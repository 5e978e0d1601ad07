import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { newCredentials } from '../../../simulators/bridge-environment.ts';
import { accessTokens } from '../../../simulators/copilot-studio/access-tokens.ts';
import { type MicrosoftSide, startMicrosoftSide } from '../../../simulators/microsoft-side.ts';
import { type Drift, withStatus } from '../drift.ts';
import { withToken } from '../provider-front.ts';
import { type PactVerifier, pactVerifier } from '../verifier.ts';

let microsoft: MicrosoftSide;
let verifier: PactVerifier;

const refusal = z.object({ status: z.number() });

beforeAll(async () => {
  const { tenantId, skillApp, copilotApp } = newCredentials();
  microsoft = await startMicrosoftSide({ tenantId, skillApp, copilotApp, dialect: 'reference' });
  const { teams, entra, copilotStudio, url } = microsoft;
  const tokens = accessTokens({ entra, tenantId, app: skillApp });
  const conversation = async () => {
    const customer = await teams.customer();
    await customer.says('Hello');
    const { conversationId } = customer;
    return { conversationId, conversationInPath: encodeURIComponent(conversationId) };
  };
  verifier = pactVerifier('handoff-bridge-copilot-studio', {
    url: () => `${url}/copilot-studio`,
    prepare: withToken('the-agreed-token', () => tokens(`${copilotApp.clientId}/.default`)),
    states: {
      'a customer has a conversation': conversation,
      'replies are refused': async (parameters) => {
        copilotStudio.refuseReplies(refusal.parse(parameters));
        return conversation();
      },
    },
  });
});

afterAll(async () => {
  await verifier.stop();
  await microsoft.stop();
});

describe('the copilot of the Copilot Studio simulator', () => {
  test('keeps the pact', async () => {
    expect(await verifier.verify()).toEqual([]);
  });

  const drifts: readonly (readonly [string, string, Drift])[] = [
    ['the end of a handoff', '400', withStatus(400)],
    ['the end of a handoff while the copilot is not available', '502', withStatus(502)],
    ['the end of a handoff with a wrong token', '200', withStatus(200)],
    ['the reply to an activity', '404', withStatus(404)],
  ];
  test.each(drifts)('is noticed when it breaks %s: %s', async (interaction, word, alter) => {
    const broken = await verifier.verify({ only: interaction, alter });
    expect(broken).toEqual([{ interaction, why: expect.stringContaining(word) }]);
  });
});
