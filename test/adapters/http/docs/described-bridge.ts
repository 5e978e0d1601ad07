import { newMetrics } from '../../../../src/adapters/admin/metrics/metrics.ts';
import { adminRoutes } from '../../../../src/adapters/admin/routes.ts';
import { serviceHosts } from '../../../../src/adapters/bot-framework/service-hosts.ts';
import { messagesRoutes } from '../../../../src/adapters/callers/messages-routes.ts';
import { type SkillCallerParts, skillCaller } from '../../../../src/adapters/callers/skill/skill-caller.ts';
import { refusalsIn } from '../../../../src/adapters/http/limits/refusals.ts';
import { type Throttles, throttles as throttlesOf } from '../../../../src/adapters/http/limits/throttles.ts';
import { Problem } from '../../../../src/adapters/http/requests/problem.ts';
import { bridgeApp } from '../../../../src/adapters/http/server/bridge-app.ts';
import { startHttpServer } from '../../../../src/adapters/http/server/http-server.ts';
import { contosoSampleWebhook } from '../../../../src/adapters/live-chat/contoso-sample/webhook.ts';
import { liveChatContract } from '../../../../src/adapters/live-chat/reference/contract.ts';
import { referenceWebhook } from '../../../../src/adapters/live-chat/reference/webhook.ts';
import type { LiveChatAnswer } from '../../../../src/application/ports/inbound.ts';
import type { DeadLetter } from '../../../../src/application/ports/outbox.ts';
import { StoreUnavailable } from '../../../../src/application/ports/session-store.ts';
import type { StoreMetrics } from '../../../../src/application/ports/store-health.ts';
import { defaultSentences } from '../../../../src/application/sentences.ts';
import type { HandoffSession } from '../../../../src/domain/handoff-session.ts';
import { callerId, channelId, conversationId, sessionId } from '../../../../src/domain/ids.ts';

/** What the application behind the routes does with whatever it is given next. */
export type Behind = LiveChatAnswer | 'flooded' | 'store-down' | 'defect';

const app = {
  clientId: 'skill-app',
  clientSecret: 'none',
  tenantId: 'tenant',
  authority: 'http://127.0.0.1:9',
};
const log = { info: () => {}, warn: () => {}, error: () => {} };

const letter: DeadLetter = {
  id: 'hs_1.1.0',
  sessionId: sessionId('hs_1'),
  direction: 'to-customer',
  content: { kind: 'notice', text: 'Hello' },
  cause: 'expired',
  acceptedAt: 1,
  dueAt: 1,
  diedAt: 2,
  attempts: 1,
  unknownAttempts: 0,
};
const session: HandoffSession = {
  status: 'ended',
  reason: 'agent',
  endedAt: 2,
  id: sessionId('hs_1'),
  conversationId: conversationId('a:1'),
  customer: { id: '29:1', name: 'Ada' },
  caller: callerId('skill'),
  channel: channelId('msteams'),
  customerAddress: '',
  hasSpoken: false,
  requestedAt: 1,
  lastActivityAt: 1,
};
const noFigures: StoreMetrics = {
  sessions: [],
  pending: { 'to-live-chat': 0, 'to-customer': 0 },
  deadLetters: { 'to-live-chat': 0, 'to-customer': 0 },
};

/** What operators ask, before an application that fails, knows nothing, or does what it should. */
function operatorsOf(behindNow: () => Behind, throttles: Throttles, token: string | undefined) {
  const answer = async <Value>(value: Value): Promise<Value> => {
    if (behindNow() === 'store-down') throw new StoreUnavailable('down');
    if (behindNow() === 'defect') throw new TypeError('a defect');
    return value;
  };
  const isKnown = () => behindNow() !== 'unknown';
  const replayed = () => (isKnown() ? 'replayed' : 'unknown');
  return adminRoutes({
    deadLetters: {
      list: () => answer([letter]),
      show: () => answer(isKnown() ? letter : undefined),
      replay: () => answer(behindNow() === 'ended' ? 'session-ended' : replayed()),
      drop: () => answer(isKnown() ? 'dropped' : 'unknown'),
    },
    eraseCustomer: () => answer({ ended: 0, erased: 1 }),
    health: {
      isWritable: () => (behindNow() === 'store-down' ? Promise.resolve(false) : answer(true)),
      metrics: () => answer(noFigures),
    },
    timelines: {
      findSessions: () => answer([session]),
      timelineOf: () =>
        answer(isKnown() ? { session, events: [], messages: [], isShortened: false } : undefined),
      oldestPending: () => answer([]),
    },
    clock: { now: () => 0, after: () => () => {} },
    metrics: newMetrics(),
    reachability: {
      stateOf: () => 'closed',
      states: () => [{ role: 'channel', id: 'msteams', state: 'closed', hasAnswered: false }],
    },
    throttles,
    refusals: refusalsIn(log),
    feeds: { health: () => ({ followed: 0, unheard: 0, longestUnheardMs: 0 }) },
    token: () => token,
  });
}

const operatorToken = 'good';

/** Throttles that refuse only when they are told to. */
function throttlesOver(behind: () => Behind) {
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
      if (behind() === 'flooded') throw new Problem(429, 'Too many requests of this conversation.');
      ample.conversation(c, id);
    },
    unauthenticated: (c) => {
      if (behind() === 'flooded') throw new Problem(429, 'Too many requests of this address.');
      ample.unauthenticated(c);
    },
  };
  return throttles;
}

type Answer = () => Promise<LiveChatAnswer>;

const issuers = [{ issuer: 'entra', keysUrl: 'https://entra.example' }];

const skillOver = (answer: Answer) =>
  skillCaller({
    requestHandoff: async () => ({ status: 'closed' }),
    relayCustomerMessage: async () =>
      (await answer()) === 'full' ? { outcome: 'full' } : { outcome: 'accepted' },
    relayCustomerTyping: async () => {},
    takeTurnWords: async () => undefined,
    endHandoff: async () => ({ status: 'none' }),
    sentences: defaultSentences,
    dialect: { dialect: 'auto', endCommand: 'end handoff' },
    channels: [],
    tenantId: 'tenant',
    admission: { audiences: [app.clientId], issuers, callers: ['copilot'] },
    allowsServiceUrl: serviceHosts(['smba.trafficmanager.net']),
    post: async () => ({ outcome: 'not-delivered', cause: 'refused' }),
    manifest: { publicUrl: 'https://bridge.example', appId: app.clientId },
  } satisfies SkillCallerParts);

function skillRoutesOver(answer: Answer, throttles: ReturnType<typeof throttlesOver>) {
  const skill = skillOver(answer);
  const messages = messagesRoutes({
    authenticate: async (authorization) => {
      if (authorization === 'Bearer stranger') {
        return { outcome: 'forbidden', refusal: { reason: 'unknown-caller' } };
      }
      if (authorization === undefined) {
        return { outcome: 'unauthorized', refusal: { reason: 'token-missing' } };
      }
      const caller = { appId: 'copilot', audience: app.clientId, issuer: 'entra' };
      return { outcome: 'authenticated', caller };
    },
    callers: [skill],
    throttles,
    log,
  });
  return skill.routes ? [messages, skill.routes] : [messages];
}

const isSigned = (headers: Readonly<Record<string, string>>) => 'webhook-signature' in headers;

/** All routes of the bridge over real HTTP, before an application that answers as it is told. */
export async function startDescribedBridge({ hasToken = true } = {}) {
  let behind: Behind = 'accepted';
  const answer: Answer = async () => {
    if (behind === 'store-down') throw new StoreUnavailable('down');
    if (behind === 'defect') throw new TypeError('a defect');
    return behind === 'flooded' ? 'full' : behind;
  };
  const throttles = throttlesOver(() => behind);
  const served = bridgeApp(
    { log, refusals: refusalsIn(log) },
    [
      ...skillRoutesOver(answer, throttles),
      referenceWebhook({ relayAgentMessage: answer, recordAgentStatus: answer, isSigned, throttles }),
      contosoSampleWebhook({
        relayAgentMessage: answer,
        trustOf: (headers) => (isSigned(headers) ? 'signed' : 'refused'),
        throttles,
      }),
      operatorsOf(() => behind, throttles, hasToken ? operatorToken : undefined),
    ],
    liveChatContract,
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
