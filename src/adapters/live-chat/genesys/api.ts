import type { GetHeldToken } from '../../http/client/held-token.ts';
import type { HttpOutcome } from '../../http/client/http-outcome.ts';
import { type HttpRequest, jsonHeaders, sendHttpRequest } from '../../http/client/http-request.ts';
import type { NoteRefusal } from '../../http/client/peer-refusals.ts';
import { withToken } from '../../http/client/with-token.ts';
import type { GenesysSettings } from './settings.ts';
import type { InboundMessage, InboundReceipt, InboundTyping } from './wire.ts';

/** Of one call, in milliseconds: all calls of an attempt have to fit into the lease of its lane, a minute. */
const timeoutMs = 9_000;
/** Of one that only looks, and is done without if it fails. */
const lookTimeoutMs = 4_000;

/** The calls of the platform's API that the bridge makes. */
export interface GenesysApi {
  /** The answer names the conversation, which the message opens where none is open. */
  readonly say: (body: InboundMessage) => Promise<HttpOutcome>;
  readonly typing: (body: InboundTyping) => Promise<HttpOutcome>;
  readonly receipt: (body: InboundReceipt) => Promise<HttpOutcome>;
  readonly conversation: (id: string) => Promise<HttpOutcome>;
  readonly messages: (conversation: string, ids: readonly string[]) => Promise<HttpOutcome>;
  readonly disconnect: (conversation: string, participant: string) => Promise<HttpOutcome>;
  readonly estimatedWait: (queue: string) => Promise<HttpOutcome>;
  readonly agentsOn: (queue: string) => Promise<HttpOutcome>;
  readonly integration: () => Promise<HttpOutcome>;
  readonly channels: () => Promise<HttpOutcome>;
  readonly openChannel: () => Promise<HttpOutcome>;
  /** In place of the topics that the channel has. */
  readonly setTopics: (channel: string, topics: readonly string[]) => Promise<HttpOutcome>;
  /** Beside the topics that the channel has. */
  readonly addTopics: (channel: string, topics: readonly string[]) => Promise<HttpOutcome>;
}

interface Call {
  readonly method: HttpRequest['method'];
  readonly path: string;
  /** As the log names it. */
  readonly route: string;
  readonly body?: object;
  readonly message?: string;
  readonly within?: number;
}

interface ApiSettings extends Pick<GenesysSettings, 'baseUrl' | 'integrationId'> {
  readonly getToken: GetHeldToken;
  /** Sees every answer and logs refusals. Default: none. */
  readonly noteRefusal?: NoteRefusal;
}

const isTokenRefused = (result: HttpOutcome): boolean =>
  result.outcome === 'answered' && result.status === 401;

type Send = (call: Call) => Promise<HttpOutcome>;

export function genesysApi(settings: ApiSettings): GenesysApi {
  const { baseUrl, integrationId, getToken, noteRefusal } = settings;
  const send: Send = ({ method, path, route, body, message, within = timeoutMs }) =>
    withToken({
      getToken,
      isTokenRefused,
      async send(token) {
        const result = await sendHttpRequest({
          method,
          url: `${baseUrl}/api/v2${path}`,
          headers: [...jsonHeaders, 'authorization', `Bearer ${token}`],
          ...(body && { body: JSON.stringify(body) }),
          timeoutMs: within,
        });
        const about = { ...(message !== undefined && { message }), ...(body && { body }) };
        noteRefusal?.(result, { route, ...about, secret: token });
        return result;
      },
    });
  return { ...messaging(send, integrationId), ...conversations(send), ...notifications(send) };
}

function messaging(send: Send, integrationId: string) {
  const inbound = `/conversations/messages/${integrationId}/inbound/open`;
  return {
    say: (body: InboundMessage) =>
      send({
        method: 'POST',
        path: `${inbound}/message?prefetchConversationId=true`,
        route: 'message',
        body,
        message: body.channel.messageId,
      }),
    typing: (body: InboundTyping) =>
      send({ method: 'POST', path: `${inbound}/event`, route: 'typing', body, within: lookTimeoutMs }),
    receipt: (body: InboundReceipt) =>
      send({
        method: 'POST',
        path: `${inbound}/receipt`,
        route: 'receipt',
        body,
        message: body.id,
        within: lookTimeoutMs,
      }),
    integration: () =>
      send({
        method: 'GET',
        path: `/conversations/messaging/integrations/open/${integrationId}`,
        route: 'integration',
      }),
  };
}

function conversations(send: Send) {
  const of = (id: string) => `/conversations/messages/${encodeURIComponent(id)}`;
  return {
    conversation: (id: string) => send({ method: 'GET', path: of(id), route: 'conversation' }),
    messages: (id: string, ids: readonly string[]) =>
      send({ method: 'POST', path: `${of(id)}/messages/bulk`, route: 'messages', body: ids }),
    disconnect: (id: string, participant: string) =>
      send({
        method: 'PATCH',
        path: `${of(id)}/participants/${encodeURIComponent(participant)}`,
        route: 'end',
        body: { state: 'disconnected' },
      }),
    estimatedWait: (queue: string) =>
      send({
        method: 'GET',
        path: `/routing/queues/${queue}/mediatypes/message/estimatedwaittime`,
        route: 'wait',
        within: lookTimeoutMs,
      }),
    agentsOn: (queue: string) =>
      send({
        method: 'POST',
        path: '/analytics/queues/observations/query',
        route: 'agents',
        body: agentsQuery(queue),
        within: lookTimeoutMs,
      }),
  };
}

const agentsQuery = (queue: string) => ({
  filter: { type: 'and', predicates: [{ dimension: 'queueId', operator: 'matches', value: queue }] },
  metrics: ['oOnQueueUsers'],
});

function notifications(send: Send) {
  const path = '/notifications/channels';
  const asTopics = (topics: readonly string[]) => topics.map((id) => ({ id }));
  const topicsOf = (channel: string) => `${path}/${encodeURIComponent(channel)}/subscriptions`;
  return {
    channels: () => send({ method: 'GET', path, route: 'channels' }),
    openChannel: () => send({ method: 'POST', path, route: 'channel', body: {} }),
    setTopics: (channel: string, topics: readonly string[]) =>
      send({ method: 'PUT', path: topicsOf(channel), route: 'topics', body: asTopics(topics) }),
    addTopics: (channel: string, topics: readonly string[]) =>
      send({ method: 'POST', path: topicsOf(channel), route: 'topics', body: asTopics(topics) }),
  };
}
