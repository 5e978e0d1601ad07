import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { bearer, type Payload, type Reply, secret, vendor } from './vendor.ts';

/** Reserves a key before it does the work, which takes a while, and answers 409 meanwhile. Everything is stored first. */
export async function liveChatWithReservedKeys() {
  let counted = 0;
  let conflicts = 0;
  const busy = vendor({ secret, newId: (number) => `${number}`, pauseMs: 100 });
  const rows = new Map<string, Reply | 'reserved'>();

  const work = async (path: string, body: Payload): Promise<Reply> => {
    await sleep(25);
    const chat = busy.find(body.sessionId);
    switch (path) {
      case '/v2/api/livechat/start': {
        const { id } = busy.open(String(body.callbackUrl));
        return {
          status: 201,
          body: { estimatedWaitSeconds: 12.5, queuePosition: 0, status: 'queued', sessionId: id },
        };
      }
      case '/v2/api/livechat/end':
        if (chat === undefined) return { status: 404, body: { error: 'unknown' } };
        chat.isEnded = true;
        return { status: 200, body: { status: 'ended', wasOpen: true } };
      default:
        if (chat === undefined) return { status: 404, body: { error: 'unknown' } };
        if (chat.isEnded) return { status: 410, body: { error: 'ended' } };
        if (String(body.message).length === 0)
          return { status: 400, body: { error: 'message', field: 'message' } };
        return { status: 200, body: { messageId: body.messageId } };
    }
  };
  const keyed = async (path: string, key: string, body: Payload): Promise<Reply> => {
    const row = rows.get(key);
    if (row === 'reserved') {
      conflicts += 1;
      return { status: 409, body: { error: 'in-progress' } };
    }
    if (row !== undefined) return row;
    rows.set(key, 'reserved');
    const reply = await work(path, body);
    if (reply.status < 300) rows.set(key, reply);
    else rows.delete(key);
    return reply;
  };

  const hooked = ({ sessionId, type, message = 'Yes?' }: Payload): Reply => {
    const chat = busy.find(sessionId);
    if (chat === undefined) return { status: 404, body: {} };
    if (type === 'session-ended') chat.isEnded = true;
    counted += 1;
    const said = type === 'message' ? { message } : {};
    const place = type === 'queue-position' ? { queuePosition: 3, estimatedWaitSeconds: 60 } : {};
    const envelope = { messageId: `e-${counted}`, sessionId: chat.id, timestamp: new Date().toISOString() };
    void busy.tell(chat, { ...said, ...place, type, sender: 'Kim', ...envelope });
    return { status: 200, body: {} };
  };

  const answered = async (incoming: IncomingMessage): Promise<Reply> => {
    const body = JSON.parse((await text(incoming)) || '{}');
    const path = incoming.url ?? '';
    if (path === '/hook') return hooked(body);
    if (incoming.headers.authorization !== `Bearer ${bearer}`)
      return { status: 401, body: { error: 'x' }, headers: { 'www-authenticate': 'Bearer realm="chat"' } };
    return keyed(path, `${path} ${incoming.headers['idempotency-key']}`, body);
  };
  const server = createServer((incoming, outgoing) => {
    void answered(incoming).then(({ status, body, headers }) => {
      outgoing.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...headers });
      outgoing.end(JSON.stringify(body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `${url}/v2`,
    hook: `${url}/hook`,
    chats: () => busy.chats,
    conflicts: () => conflicts,
    stop() {
      busy.stop();
      server.close();
      server.closeAllConnections();
    },
  };
}
