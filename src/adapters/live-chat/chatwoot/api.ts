import type { OpenLiveChat } from '../../../application/ports/live-chat.ts';
import type { SessionId } from '../../../domain/ids.ts';
import type { HttpOutcome } from '../../http/client/http-outcome.ts';
import { type HttpRequest, jsonHeaders, sendHttpRequest } from '../../http/client/http-request.ts';
import type { NoteRefusal } from '../../http/client/peer-refusals.ts';
import type { AgentAccess, ChatwootSettings } from './settings.ts';
import type { ContactBody, ConversationBody, MessageBody, NoteBody } from './wire.ts';

/** Of one call, in milliseconds: all calls of an attempt have to fit into the lease of its lane, a minute. */
const timeoutMs = 9_000;
/** Of one that only looks, and is done without if it fails. */
const lookTimeoutMs = 4_000;

/** The agent's calls. */
export interface AgentApi {
  readonly agents: () => Promise<HttpOutcome>;
  readonly note: (chat: OpenLiveChat, body: NoteBody) => Promise<HttpOutcome>;
  readonly messages: (chat: OpenLiveChat) => Promise<HttpOutcome>;
  /** Takes a conversation out of the hands of a bot. */
  readonly open: (conversation: number) => Promise<HttpOutcome>;
}

/** The customer's calls, which need no token: an inbox and a contact's id say who it is. */
export interface ChatwootApi {
  readonly inbox: () => Promise<HttpOutcome>;
  readonly contact: (body: ContactBody) => Promise<HttpOutcome>;
  readonly conversations: (of: SessionId) => Promise<HttpOutcome>;
  readonly open: (of: SessionId, body: ConversationBody) => Promise<HttpOutcome>;
  readonly say: (chat: OpenLiveChat, body: MessageBody) => Promise<HttpOutcome>;
  /** The newest 20, or the 20 before a message; oldest first. */
  readonly messages: (chat: OpenLiveChat, before?: number) => Promise<HttpOutcome>;
  readonly typing: (chat: OpenLiveChat) => Promise<HttpOutcome>;
  readonly resolve: (of: SessionId, conversation: string) => Promise<HttpOutcome>;
  /** Absent without a token. */
  readonly agent?: AgentApi;
}

interface Call {
  readonly method: HttpRequest['method'];
  readonly path: string;
  /** As the log names it. */
  readonly route: string;
  readonly body?: object;
  readonly token?: string;
  readonly within?: number;
}

type Send = (call: Call) => Promise<HttpOutcome>;

export function chatwootApi(
  settings: Pick<ChatwootSettings, 'baseUrl' | 'inboxIdentifier' | 'agent'>,
  noteRefusal?: NoteRefusal,
): ChatwootApi {
  const send: Send = async ({ method, path, route, body, token, within = timeoutMs }) => {
    const result = await sendHttpRequest({
      method,
      url: `${settings.baseUrl}${path}`,
      headers: token === undefined ? jsonHeaders : [...jsonHeaders, 'api_access_token', token],
      ...(body && { body: JSON.stringify(body) }),
      timeoutMs: within,
    });
    noteRefusal?.(result, { route, secret: token, ...(body && { body }) });
    return result;
  };
  const { agent } = settings;
  return { ...customerApi(send, settings.inboxIdentifier), ...(agent && { agent: agentApi(send, agent) }) };
}

function customerApi(send: Send, inboxIdentifier: string): ChatwootApi {
  const inbox = `/public/api/v1/inboxes/${encodeURIComponent(inboxIdentifier)}`;
  const ofContact = (id: SessionId) => `${inbox}/contacts/${encodeURIComponent(id)}/conversations`;
  const ofChat = ({ sessionId, liveChatId }: OpenLiveChat) =>
    `${ofContact(sessionId)}/${encodeURIComponent(liveChatId)}`;
  return {
    inbox: () => send({ method: 'GET', path: inbox, route: 'inbox', within: lookTimeoutMs }),
    contact: (body) => send({ method: 'POST', path: `${inbox}/contacts`, route: 'contact', body }),
    conversations: (of) => send({ method: 'GET', path: ofContact(of), route: 'conversations' }),
    open: (of, body) => send({ method: 'POST', path: ofContact(of), route: 'open', body }),
    say: (chat, body) => send({ method: 'POST', path: `${ofChat(chat)}/messages`, route: 'say', body }),
    messages: (chat, before) => {
      const page = before === undefined ? '' : `?before=${before}`;
      return send({ method: 'GET', path: `${ofChat(chat)}/messages${page}`, route: 'messages' });
    },
    typing: (chat) =>
      send({
        method: 'POST',
        path: `${ofChat(chat)}/toggle_typing`,
        route: 'typing',
        body: { typing_status: 'on' },
      }),
    resolve: (of, conversation) =>
      send({
        method: 'POST',
        path: `${ofContact(of)}/${encodeURIComponent(conversation)}/toggle_status`,
        route: 'resolve',
      }),
  };
}

function agentApi(send: Send, { token, accountId }: AgentAccess): AgentApi {
  const account = `/api/v1/accounts/${accountId}`;
  const messagesOf = ({ liveChatId }: OpenLiveChat) =>
    `${account}/conversations/${encodeURIComponent(liveChatId)}/messages`;
  return {
    agents: () =>
      send({ method: 'GET', path: `${account}/agents`, route: 'agents', token, within: lookTimeoutMs }),
    note: (chat, body) => send({ method: 'POST', path: messagesOf(chat), route: 'note', body, token }),
    messages: (chat) => send({ method: 'GET', path: messagesOf(chat), route: 'notes', token }),
    open: (conversation) =>
      send({
        method: 'POST',
        path: `${account}/conversations/${conversation}/toggle_status`,
        route: 'open-pending',
        body: { status: 'open' },
        token,
      }),
  };
}
