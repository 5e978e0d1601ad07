import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Asked, serve } from './serve.ts';
import { bearer, type Payload, type Reply, secret, type Vendor, vendor } from './vendor.ts';

/**
 * Answers in pieces and slowly, closes each connection, writes header names in capitals, signs with an old secret as well,
 * counts its sessions, and limits the rate. It has no typing and no transfers.
 */
export async function liveChatInPieces() {
  const pieces = vendor({
    secret,
    newId: (number) => `CHAT|${number}:${Date.now().toString(36)}/é`,
    write: (payload) => JSON.stringify(payload, undefined, 2),
    signs: (signature) => `v1,${Buffer.alloc(32).toString('base64')} ${signature}`,
    pauseMs: 120,
  });
  const limit = rateLimit();
  const hooked = hookOf(pieces);
  const answers = new Map<string, Reply>();
  const answer = ({ path, headers, body }: Asked): Reply => {
    if (path === '/hook') return hooked(body);
    if (limit.isExceeded())
      return { status: 429, body: { error: 'slow down' }, headers: { 'RETRY-AFTER': '1' } };
    if (headers.authorization !== `Bearer ${bearer}`) return { status: 401, body: { error: 'who?' } };
    const key = `${path} ${headers['idempotency-key']}`;
    const given = answers.get(key) ?? work(pieces, path, body);
    if (given.status < 300) answers.set(key, given);
    return given;
  };
  const { url, stop } = await serve({ answer, write: (outgoing, reply) => void inPieces(outgoing, reply) });
  return {
    url,
    chats: () => pieces.chats,
    refused: limit.refused,
    stop() {
      pieces.stop();
      stop();
    },
  };
}

function work(pieces: Vendor, path: string, body: Payload): Reply {
  if (path === '/api/livechat/start') {
    const { id } = pieces.open(String(body.callbackUrl));
    return { status: 201, body: { status: 'active', agent: 'Dana', sessionId: id } };
  }
  const chat = pieces.find(body.sessionId);
  if (chat === undefined) return { status: 404, body: { error: 'no such chat' } };
  if (path === '/api/livechat/end') {
    chat.isEnded = true;
    return { status: 200, body: { status: 'ended' } };
  }
  if (chat.isEnded) return { status: 410, body: { error: 'over' } };
  if (body.message === '') return { status: 400, body: { field: 'message', error: 'empty' } };
  return { status: 200, body: { stored: true, messageId: body.messageId } };
}

/** 40 requests a second, and all that is more may come in a second. */
function rateLimit() {
  let [used, refused, from] = [0, 0, Date.now()];
  return {
    refused: () => refused,
    isExceeded(): boolean {
      if (Date.now() - from > 1_000) [used, from] = [0, Date.now()];
      used += 1;
      if (used > 40) refused += 1;
      return used > 40;
    },
  };
}

const acts: Readonly<Record<string, Payload>> = {
  message: { message: 'Grüezi, was kann ich für Sie tun? 👋', sender: 'Dana Müller' },
  'agent-joined': { sender: 'Dana Müller' },
  'agent-left': { sender: 'Dana Müller' },
  'queue-position': { position: 2 },
  'session-ended': {},
};

function hookOf(pieces: Vendor) {
  let counted = 1_000;
  return ({ sessionId, type, message }: Payload): Reply => {
    const chat = pieces.find(sessionId);
    const act = acts[String(type)];
    if (act === undefined) return { status: 501, body: { error: 'we have no such thing' } };
    if (chat === undefined) return { status: 404, body: {} };
    if (type === 'session-ended') chat.isEnded = true;
    counted += 1;
    const words = message === undefined ? {} : { message };
    const timestamp = new Date().toISOString();
    const envelope = { type, timestamp, messageId: String(counted), sessionId: chat.id };
    void pieces.tell(chat, { ...act, ...words, ...envelope });
    return { status: 202, body: {} };
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
