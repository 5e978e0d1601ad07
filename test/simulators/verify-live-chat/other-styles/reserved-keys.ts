import { setTimeout as sleep } from 'node:timers/promises';
import { type Asked, serve } from './serve.ts';
import { bearer, type Payload, type Reply, secret, type Vendor, vendor } from './vendor.ts';

/** Reserves a key before it does the work, which takes a while, and answers 409 meanwhile. Everything is stored first. */
export async function liveChatWithReservedKeys() {
  const busy = vendor({ secret, newId: (number) => `${number}`, pauseMs: 100 });
  const keys = reserving((path, body) => work(busy, path, body));
  const hooked = hookOf(busy);
  const answer = ({ path, headers, body }: Asked): Promise<Reply> | Reply => {
    if (path === '/hook') return hooked(body);
    if (headers.authorization !== `Bearer ${bearer}`)
      return { status: 401, body: { error: 'x' }, headers: { 'www-authenticate': 'Bearer realm="chat"' } };
    return keys.answer(path, `${path} ${headers['idempotency-key']}`, body);
  };
  const { url, stop } = await serve({
    answer,
    write(outgoing, { status, body, headers }) {
      outgoing.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...headers });
      outgoing.end(JSON.stringify(body));
    },
  });
  return {
    url: `${url}/v2`,
    hook: `${url}/hook`,
    chats: () => busy.chats,
    conflicts: keys.conflicts,
    stop() {
      busy.stop();
      stop();
    },
  };
}

async function work(busy: Vendor, path: string, body: Payload): Promise<Reply> {
  await sleep(25);
  if (path === '/v2/api/livechat/start') {
    const { id } = busy.open(String(body.callbackUrl));
    const wait = { estimatedWaitSeconds: 12.5, queuePosition: 0 };
    return { status: 201, body: { ...wait, status: 'queued', sessionId: id } };
  }
  const chat = busy.find(body.sessionId);
  if (chat === undefined) return { status: 404, body: { error: 'unknown' } };
  if (path === '/v2/api/livechat/end') {
    chat.isEnded = true;
    return { status: 200, body: { status: 'ended', wasOpen: true } };
  }
  if (chat.isEnded) return { status: 410, body: { error: 'ended' } };
  if (String(body.message).length === 0) return { status: 400, body: { error: 'message', field: 'message' } };
  return { status: 200, body: { messageId: body.messageId } };
}

function reserving(perform: (path: string, body: Payload) => Promise<Reply>) {
  const rows = new Map<string, Reply | 'reserved'>();
  let conflicts = 0;
  return {
    conflicts: () => conflicts,
    async answer(path: string, key: string, body: Payload): Promise<Reply> {
      const row = rows.get(key);
      if (row === 'reserved') {
        conflicts += 1;
        return { status: 409, body: { error: 'in-progress' } };
      }
      if (row !== undefined) return row;
      rows.set(key, 'reserved');
      const reply = await perform(path, body);
      if (reply.status < 300) rows.set(key, reply);
      else rows.delete(key);
      return reply;
    },
  };
}

function hookOf(busy: Vendor) {
  let counted = 0;
  return ({ sessionId, type, message = 'Yes?' }: Payload): Reply => {
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
}
