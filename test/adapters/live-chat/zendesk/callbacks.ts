import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { refusalsIn } from '../../../../src/adapters/http/limits/refusals.ts';
import { throttles } from '../../../../src/adapters/http/limits/throttles.ts';
import { bridgeApp } from '../../../../src/adapters/http/server/bridge-app.ts';
import { type HttpServer, startHttpServer } from '../../../../src/adapters/http/server/http-server.ts';
import type {
  AgentMessage,
  AgentStatusReport,
  CallbackOf,
  LiveChatAnswer,
} from '../../../../src/application/ports/inbound.ts';
import { type Changes, openedAt, silent } from './world.ts';

/** Secrets of both kinds of webhooks, each with the one that it replaces. */
export const secrets = {
  key: randomBytes(24).toString('base64url'),
  olderKey: randomBytes(24).toString('base64url'),
  support: randomBytes(24).toString('base64url'),
  olderSupport: randomBytes(24).toString('base64url'),
};

export interface Posted {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

type Told = AgentMessage | AgentStatusReport;
type Of = string;

/** The routes of the adapter before handlers that answer as a test says, and know a repeat as the core does. */
export function callbackRoutes(changes: Changes = {}, perSession = 100) {
  let server: HttpServer;
  const told: Told[] = [];
  const answers = new Map<Of, LiveChatAnswer | Error>();
  const taken = new Set<string>();
  const once: LiveChatAnswer[] = [];
  const idOf = (of: CallbackOf): string => ('liveChatId' in of ? of.liveChatId : of.sessionId);
  const take = async (each: Told): Promise<LiveChatAnswer> => {
    const key = `${idOf(each.of)} ${each.messageId}`;
    if (taken.has(key)) return 'duplicate';
    const answer = once.shift() ?? answers.get(idOf(each.of)) ?? 'accepted';
    if (answer instanceof Error) throw answer;
    if (answer !== 'accepted') return answer;
    taken.add(key);
    told.push(each);
    return answer;
  };
  beforeAll(async () => {
    const { routes } = openedAt('http://127.0.0.1:9', {
      LIVECHAT_ZENDESK_WEBHOOK_SECRET: `${secrets.key}, ${secrets.olderKey}`,
      LIVECHAT_ZENDESK_SUPPORT_WEBHOOK_SECRET: `${secrets.support},${secrets.olderSupport}`,
      ...changes,
    });
    const limits = throttles({
      perConversation: 100,
      perSession,
      bytesPerConversation: 1e6,
      bytesPerSession: 1e6,
      perAddress: 1000,
      trustedProxies: [],
    });
    const served = routes?.({ relayAgentMessage: take, recordAgentStatus: take, throttles: limits });
    if (served === undefined) throw new Error('no routes');
    const app = bridgeApp({ log: silent, refusals: refusalsIn(silent) }, [served]);
    server = await startHttpServer(app, { host: '127.0.0.1', port: 0 });
  });
  afterAll(() => server.stop(0));
  beforeEach(() => {
    told.length = 0;
    answers.clear();
    taken.clear();
  });
  const post = async (
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>>,
  ): Promise<Posted> => {
    const response = await fetch(`http://127.0.0.1:${server.port}/api/livechat/zendesk${path}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
    const parsed: unknown = await response.json().catch(() => undefined);
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body: Object(parsed) };
  };
  return {
    told,
    /** What the core answers the next event, whichever that is. */
    answerOnce: (answer: LiveChatAnswer) => once.push(answer),
    /** What it answers for a conversation or a session from now on; `accepted` unless told. */
    answer: (of: Of, answer: LiveChatAnswer | Error) => answers.set(of, answer),
    post: (body: unknown, headers: Readonly<Record<string, string>> = { 'x-api-key': secrets.key }) =>
      post('', body, headers),
    postSupport: (body: unknown, signing: Signing = {}) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return post('/support', text, signed(text, signing));
    },
  };
}

export interface Signing {
  readonly secret?: string;
  readonly at?: Date;
  readonly headers?: Readonly<Record<string, string>>;
}

function signed(body: string, { secret = secrets.support, at = new Date(), headers = {} }: Signing) {
  const timestamp = at.toISOString();
  const signature = createHmac('sha256', secret)
    .update(timestamp + body)
    .digest('base64');
  return {
    'x-zendesk-webhook-signature': signature,
    'x-zendesk-webhook-signature-timestamp': timestamp,
    ...headers,
  };
}

/* Bodies from the facts of the specification; what a test does not say is as an agent's plain message has it. */

export const batchOf = (...events: readonly unknown[]) => ({
  app: { id: 'a' },
  webhook: { id: 'w', version: 'v2' },
  events,
});

const workspace = { id: 's1', name: 'zd-agentWorkspace', integrationType: 'zd:agentWorkspace' };

export const conversationOf = (id: string, fields: object = {}) => ({
  id,
  type: 'personal',
  metadata: { oursId: `hs_${id}` },
  activeSwitchboardIntegration: workspace,
  ...fields,
});

export const saidBy = (id: string, message: object = {}, conversation: object = conversationOf(id)) => ({
  id: randomUUID(),
  createdAt: '2026-03-02T09:41:07.000Z',
  type: 'conversation:message',
  payload: {
    conversation,
    message: {
      id: randomUUID(),
      received: '2026-03-02T09:41:07.000Z',
      author: { type: 'business', displayName: 'Dana' },
      content: { type: 'text', text: 'Hello' },
      source: { type: 'zd:agentWorkspace' },
      metadata: { '__zendesk_msg.agent.id': '30045042291606' },
      ...message,
    },
  },
});

export const switchboard = (type: string, conversation: object, more: object = {}) => ({
  id: randomUUID(),
  createdAt: '2026-03-02T09:41:07.000Z',
  type: `switchboard:${type}`,
  payload: { conversation, ...more },
});
