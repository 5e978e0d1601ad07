import { copilotStudioRoutes } from '../../../src/adapters/copilot-studio/routes.ts';
import { serviceHosts } from '../../../src/adapters/copilot-studio/service-hosts.ts';
import { SkillAdapter } from '../../../src/adapters/copilot-studio/skill-adapter.ts';
import { bridgeApp } from '../../../src/adapters/http/bridge-app.ts';
import { startHttpServer } from '../../../src/adapters/http/http-server.ts';
import { Problem } from '../../../src/adapters/http/problem.ts';
import { refusalsIn } from '../../../src/adapters/http/refusals.ts';
import { throttles as throttlesOf } from '../../../src/adapters/http/throttles.ts';
import { contosoSampleWebhook } from '../../../src/adapters/live-chat/contoso-sample/webhook.ts';
import { liveChatContract } from '../../../src/adapters/live-chat/reference/contract.ts';
import { referenceWebhook } from '../../../src/adapters/live-chat/reference/webhook.ts';
import type { LiveChatAnswer } from '../../../src/application/ports/inbound.ts';
import { StoreUnavailable } from '../../../src/application/ports/session-store.ts';
import { defaultSentences } from '../../../src/application/sentences.ts';

/** What the application behind the routes does with whatever it is given next. */
export type Behind = LiveChatAnswer | 'flooded' | 'store-down' | 'defect';

const app = {
  clientId: 'skill-app',
  clientSecret: 'none',
  tenantId: 'tenant',
  authority: 'http://127.0.0.1:9',
};
const log = { info: () => {}, warn: () => {}, error: () => {} };

/** All routes of the bridge over real HTTP, before an application that answers as it is told. */
export async function startDescribedBridge() {
  let behind: Behind = 'accepted';
  const answer = async (): Promise<LiveChatAnswer> => {
    if (behind === 'store-down') throw new StoreUnavailable('down');
    if (behind === 'defect') throw new TypeError('a defect');
    return behind === 'flooded' ? 'full' : behind;
  };
  const isSigned = (headers: Readonly<Record<string, string>>) => 'webhook-signature' in headers;
  const ample = throttlesOf({
    perConversation: 100_000,
    perSession: 100_000,
    perAddress: 100_000,
    bytesPerConversation: 100_000_000,
    bytesPerSession: 100_000_000,
    trustedProxies: [],
  });
  const throttles: typeof ample = {
    ...ample,
    conversation: (c, id) => {
      if (behind === 'flooded') throw new Problem(429, 'Too many requests of this conversation.');
      ample.conversation(c, id);
    },
  };
  const allowsServiceUrl = serviceHosts(['smba.trafficmanager.net']);
  const skill = copilotStudioRoutes({
    requestHandoff: async () => ({ status: 'closed' }),
    relayCustomerMessage: async () =>
      (await answer()) === 'full' ? { outcome: 'full' } : { outcome: 'accepted' },
    relayCustomerTyping: async () => {},
    endHandoff: async () => ({ status: 'none' }),
    sentences: defaultSentences,
    dialect: { dialect: 'auto', endCommand: 'end handoff' },
    address: { tenantId: 'tenant', allowsServiceUrl },
    authenticate: async (authorization) => {
      if (authorization === 'Bearer stranger') {
        return { outcome: 'forbidden', refusal: { reason: 'unknown-caller' } };
      }
      if (authorization === undefined) {
        return { outcome: 'unauthorized', refusal: { reason: 'token-missing' } };
      }
      return { outcome: 'authenticated', caller: { appId: 'copilot' } };
    },
    allowsServiceUrl,
    adapter: new SkillAdapter(app, async () => ({ outcome: 'postponed', cause: 'refused' })),
    throttles,
    manifest: { publicUrl: 'https://bridge.example', appId: app.clientId },
    log,
  });
  const served = bridgeApp(
    { log, refusals: refusalsIn(log) },
    [
      skill,
      referenceWebhook({ relayAgentMessage: answer, recordAgentStatus: answer, isSigned, throttles }),
      contosoSampleWebhook({
        relayAgentMessage: answer,
        trustOf: (headers) => (isSigned(headers) ? 'signed' : 'refused'),
        throttles,
      }),
    ],
    liveChatContract(),
  );
  const server = await startHttpServer(served, { host: '127.0.0.1', port: 0 });
  return {
    app: served,
    url: `http://127.0.0.1:${server.port}`,
    behindIs(next: Behind) {
      behind = next;
    },
    stop: () => server.stop(0),
  };
}
