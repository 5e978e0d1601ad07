import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as call } from 'undici';
import {
  type ReferenceActivity,
  type ReferenceCallback,
  referenceSettings,
} from './reference-environment.ts';

/*
 * The least that can make the hops: one call per request, no token, no signature, no store. What it takes is what the
 * machine, Node and HTTP cost.
 */

const settings = referenceSettings();
const conversations = new Map<string, string>();
const liveChats = new Map<string, string>();

async function post(url: string, body: object): Promise<Record<string, unknown>> {
  const answer = await call(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await answer.body.json()) as Record<string, unknown>;
}

async function fromCopilot(activity: ReferenceActivity): Promise<object> {
  const conversationId = activity.conversation.id;
  if (activity.type === 'event') {
    const { sessionId } = await post(`${settings.liveChatUrl}/api/livechat/start`, { conversationId });
    conversations.set(conversationId, String(sessionId));
    liveChats.set(String(sessionId), conversationId);
    const value = { LiveChatConversationId: sessionId, HandoffStatus: 'active' };
    const end = { type: 'endOfConversation', code: 'completedSuccessfully', value };
    await post(`${placeOf(conversationId)}/${activity.id}`, end);
    return {};
  }
  const sessionId = conversations.get(conversationId);
  await post(`${settings.liveChatUrl}/api/livechat/send`, { sessionId, message: activity.text });
  return {};
}

const placeOf = (conversationId: string): string =>
  `${settings.teamsServiceUrl}v3/conversations/${encodeURIComponent(conversationId)}/activities`;

async function fromLiveChat({ sessionId, message, sender }: ReferenceCallback): Promise<object> {
  await post(placeOf(liveChats.get(sessionId) ?? ''), { type: 'message', text: `**${sender}**: ${message}` });
  return { status: 'accepted' };
}

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  if (chunks.length === 0) return void response.writeHead(200).end();
  const body = JSON.parse(Buffer.concat(chunks).toString());
  const answer = await (request.url === '/api/messages' ? fromCopilot(body) : fromLiveChat(body));
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}

createServer((request, response) => {
  take(request, response).catch(() => response.writeHead(500).end());
}).listen(settings.port, '127.0.0.1');
