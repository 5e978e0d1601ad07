import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express, { type Request, type Response } from 'express';
import { bearer, type Chat, type Payload, type Reply, secret, type Vendor, vendor } from './vendor.ts';

/**
 * Writes null for whatever it does not know, and fields of its own. It greets before it answers a start, and tells everybody
 * who waits when the queue moves. Repeats under a key share the first one's promise.
 */
export async function liveChatWithNulls() {
  const chatty = vendor({ secret, newId: () => randomUUID(), pauseMs: 150 });
  const answered = sharedByKey((path, body) => work(chatty, path, body));
  const app = express();
  app.use(express.json({ limit: '300kb' }));
  app.post('/api/livechat/:path', async (request: Request, response: Response) => {
    if (request.get('authorization') !== `Bearer ${bearer}`) {
      response.status(401).json({ error: 'unauthorized', field: null });
      return;
    }
    const path = String(request.params.path);
    const { status, body } = await answered(path, request.get('idempotency-key') ?? '', request.body);
    response.status(status).json(body);
  });
  app.post('/hook', (request: Request, response: Response) => {
    response.status(hooked(chatty, request.body)).end();
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    chats: () => chatty.chats,
    stop() {
      chatty.stop();
      server.close();
      server.closeAllConnections();
    },
  };
}

const payloadOf = (chat: Chat, fields: Payload): Payload => ({
  sessionId: chat.id,
  messageId: randomUUID(),
  timestamp: new Date().toISOString().replace('Z', '+00:00'),
  reason: null,
  message: null,
  sender: null,
  attachments: null,
  tenant: { id: 7, region: null },
  ...fields,
});

async function start(chatty: Vendor, body: Payload): Promise<Reply> {
  const chat = chatty.open(String(body.callbackUrl));
  // On its way before the answer, which does not wait for it.
  const greeting = { type: null, message: 'Welcome! Somebody will be with you.', sender: 'Contoso' };
  void chatty.tell(chat, payloadOf(chat, greeting));
  await sleep(20);
  const moved = { type: 'queue-position', queuePosition: 1, estimatedWaitSeconds: null };
  for (const each of chatty.chats.filter(({ isEnded }) => !isEnded))
    void chatty.tell(each, payloadOf(each, moved));
  const wait = { queuePosition: null, estimatedWaitSeconds: null };
  return { status: 201, body: { sessionId: chat.id, status: 'queued', ...wait, agent: null, links: [] } };
}

async function work(chatty: Vendor, path: string, body: Payload): Promise<Reply> {
  if (path === 'start') return start(chatty, body);
  const chat = chatty.find(body.sessionId);
  if (chat === undefined) return { status: 404, body: { error: 'unknown-session', field: null } };
  if (path === 'end') {
    chat.isEnded = true;
    return { status: 200, body: { status: 'ended', endedAt: new Date(), rating: null } };
  }
  if (chat.isEnded) return { status: 410, body: { error: 'ended', field: null } };
  if (body.message === '') return { status: 400, body: { error: 'message is empty', field: 'message' } };
  return { status: 200, body: { messageId: body.messageId, storedAt: new Date(), translation: null } };
}

function sharedByKey(perform: (path: string, body: Payload) => Promise<Reply>) {
  const answers = new Map<string, Promise<Reply>>();
  return (path: string, key: string, body: Payload): Promise<Reply> => {
    const known = answers.get(`${path} ${key}`) ?? perform(path, body);
    answers.set(`${path} ${key}`, known);
    void known.then(({ status }) => status < 300 || answers.delete(`${path} ${key}`));
    return known;
  };
}

const fields: Readonly<Record<string, Payload>> = {
  typing: { sender: null },
  'agent-joined': { sender: 'Dana' },
  'agent-left': { sender: 'Dana' },
  'agent-transferred': { sender: 'Alex' },
  'queue-position': { queuePosition: 4, estimatedWaitSeconds: null },
  'session-ended': { reason: null, message: null },
};

/** Sends a callback, and gives the status of the answer to who asked for it. */
function hooked(chatty: Vendor, { sessionId, type, message }: Payload): number {
  const chat = chatty.find(sessionId);
  if (chat === undefined) return 404;
  const said = { message: message ?? 'What can I do for you?', sender: 'Dana' };
  if (type === 'session-ended') chat.isEnded = true;
  // A message goes without a type.
  const payload = type === 'message' ? said : { type, ...fields[String(type)] };
  void chatty.tell(chat, payloadOf(chat, payload));
  return 204;
}
