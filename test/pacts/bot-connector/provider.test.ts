import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { newCredentials } from '../../../simulators/bridge-environment.ts';
import { accessTokens } from '../../../simulators/copilot-studio/access-tokens.ts';
import { postJson } from '../../../simulators/http/post-json.ts';
import { type MicrosoftSide, startMicrosoftSide } from '../../../simulators/microsoft-side.ts';
import { type Drift, withField, withHeader, withStatus } from '../drift.ts';
import { withToken } from '../provider-front.ts';
import { type PactVerifier, pactVerifier } from '../verifier.ts';

let microsoft: MicrosoftSide;
let verifier: PactVerifier;

const refusal = z.object({ status: z.number(), code: z.string() });
/** Teams takes seven messages a second in one conversation. */
const tooMany = 7;

beforeAll(async () => {
  const { tenantId, skillApp, copilotApp } = newCredentials();
  microsoft = await startMicrosoftSide({
    tenantId,
    skillApp,
    copilotApp,
    dialect: 'reference',
    enforceLimits: true,
  });
  const { teams, entra, teamsServiceUrl } = microsoft;
  const tokens = accessTokens({ entra, tenantId, app: copilotApp });
  const token = () => tokens('https://api.botframework.com/.default');
  const conversation = async () => namedInPath((await teams.customer()).conversationId);
  verifier = pactVerifier('handoff-bridge-bot-connector', {
    url: () => teamsServiceUrl.replace(/\/$/, ''),
    prepare: withToken('the-agreed-token', token),
    states: {
      'a customer has a conversation': conversation,
      'a conversation is not known': async () => namedInPath(`a:${crypto.randomUUID()}`),
      'too many messages were sent to a customer': async () => {
        const { conversationId, conversationInPath } = await conversation();
        const url = `${teamsServiceUrl}v3/conversations/${conversationInPath}/activities`;
        const headers = { authorization: `Bearer ${await token()}` };
        for (let sent = 0; sent < tooMany; sent++)
          await postJson(url, { type: 'message', text: 'Hello' }, { headers });
        return { conversationId, conversationInPath };
      },
      'messages are refused': async (parameters) => {
        const { status, code } = refusal.parse(parameters);
        teams.clearFaults();
        teams.failNext({ status, body: { error: { code, message: 'Refused.' } } });
        return conversation();
      },
    },
  });
});

afterAll(async () => {
  await verifier.stop();
  await microsoft.stop();
});

const namedInPath = (conversationId: string) => ({
  conversationId,
  conversationInPath: encodeURIComponent(conversationId),
});

describe('the Bot Connector of the Teams simulator', () => {
  test('keeps the pact', async () => {
    expect(await verifier.verify()).toEqual([]);
  });

  test('shows the customer what it took', async () => {
    await verifier.verify({ only: 'a message of the agent' });
    expect(teamsTexts()).toContain('**Dana**: Hello Robin');
  });

  const drifts: readonly (readonly [string, string, Drift])[] = [
    ['a message of the agent', '204', withStatus(204)],
    ['typing', '400', withStatus(400)],
    ['one message too many', '503', withStatus(503)],
    ['one message too many', 'Retry-After', withHeader('retry-after', undefined)],
    ['one message too many', 'Retry-After', withHeader('retry-after', 'soon')],
    ['a message that is refused with ConversationNotFound', 'code', withField('error.code', 'NotFound')],
    ['a message that is refused with BotDisabledByAdmin', '401', withStatus(401)],
    ['a message that is refused with MessageSizeTooBig', 'error', withField('error', undefined)],
    ['a message with a wrong token', '403', withStatus(403)],
  ];
  test.each(drifts)('is noticed when it breaks %s: %s', async (interaction, word, alter) => {
    const broken = await verifier.verify({ only: interaction, alter });
    expect(broken).toEqual([{ interaction, why: expect.stringContaining(word) }]);
  });
});

const teamsTexts = () => microsoft.teams.chats.flatMap(({ messages }) => messages.map(({ text }) => text));
