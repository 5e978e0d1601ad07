import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { bearer, type Payload, type Reply, secret, vendor } from './vendor.ts';

/**
 * Answers in pieces and slowly, closes each connection, writes header names in capitals, signs with an old secret as well,
 * counts its sessions, and limits the rate. It has no typing and no transfers.
 */
export async function liveChatInPieces() {
  let counted = 1_000;
  const limit = { used: 0, refused: 0, from: Date.now() };
  const pieces = vendor({
    secret,
    newId: (number) => `CHAT|${number}:${Date.now().toString(36)}/é`,
    write: (payload) => JSON.stringify(payload, undefined, 2),
    signs: (signature) => `v1,${Buffer.alloc(32).toString('base64')} ${signature}`,
    pauseMs: 120,
  });
  const answers = new Map<string, Reply>();

  const start = (body: Payload): Reply => {
    const { id } = pieces.open(String(body.callbackUrl));
    return { status: 201, body: { status: 'active', agent: 'Dana', sessionId: id } };
  };
  const work = (path: string, body: Payload): Reply => {
    if (path === '/api/livechat/start') return start(body);
    const chat = pieces.find(body.sessionId);
    if (chat === undefined) return { status: 404, body: { error: 'no such chat' } };
    if (path === '/api/livechat/end') {
      chat.isEnded = true;
      return { status: 200, body: { status: 'ended' } };
    }
    if (chat.isEnded) return { status: 410, body: { error: 'over' } };
    if (body.message === '') return { status: 400, body: { field: 'message', error: 'empty' } };
    return { status: 200, body: { stored: true, messageId: body.messageId } };
  };

  /** 40 requests a second, and all that is more may come in a second. */
  const isTooMuch = (): boolean => {
    if (Date.now() - limit.from > 1_000) Object.assign(limit, { used: 0, from: Date.now() });
    limit.used += 1;
    if (limit.used > 40) limit.refused += 1;
    return limit.used > 40;
  };
  const answered = async (incoming: IncomingMessage): Promise<Reply> => {
    const body = JSON.parse((await text(incoming)) || '{}');
    const path = incoming.url ?? '';
    if (path === '/hook') return hooked(body);
    if (isTooMuch()) return { status: 429, body: { error: 'slow down' }, headers: { 'RETRY-AFTER': '1' } };
    if (incoming.headers.authorization !== `Bearer ${bearer}`)
      return { status: 401, body: { error: 'who?' } };
    const key = `${path} ${incoming.headers['idempotency-key']}`;
    const given = answers.get(key) ?? work(path, body);
    if (given.status < 300) answers.set(key, given);
    return given;
  };

  const acts: Readonly<Record<string, Payload>> = {
    message: { message: 'Grüezi, was kann ich für Sie tun? 👋', sender: 'Dana Müller' },
    'agent-joined': { sender: 'Dana Müller' },
    'agent-left': { sender: 'Dana Müller' },
    'queue-position': { position: 2 },
    'session-ended': {},
  };
  const hooked = ({ sessionId, type, message }: Payload): Reply => {
    const chat = pieces.find(sessionId);
    const act = acts[String(type)];
    if (act === undefined) return { status: 501, body: { error: 'we have no such thing' } };
    if (chat === undefined) return { status: 404, body: {} };
    if (type === 'session-ended') chat.isEnded = true;
    counted += 1;
    const words = message === undefined ? {} : { message };
    const timestamp = new Date().toISOString();
    void pieces.tell(chat, {
      ...act,
      ...words,
      type,
      timestamp,
      messageId: String(counted),
      sessionId: chat.id,
    });
    return { status: 202, body: {} };
  };

  const server = createServer((incoming, outgoing) => {
    void answered(incoming).then((reply) => inPieces(outgoing, reply));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    chats: () => pieces.chats,
    refused: () => limit.refused,
    stop() {
      pieces.stop();
      server.close();
      server.closeAllConnections();
    },
  };
}

async function inPieces(outgoing: ServerResponse, { status, body, headers }: Reply): Promise<void> {
  const json = JSON.stringify(body);
  outgoing.writeHead(status, { 'CONTENT-TYPE': 'application/json', CONNECTION: 'close', ...headers });
  for (let from = 0; from < json.length; from += 16) {
    outgoing.write(json.slice(from, from + 16));
    await sleep(2);
  }
  outgoing.end();
}
