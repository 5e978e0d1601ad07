import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Credentials } from '../simulators/bridge-environment.ts';
import { createEntra } from '../simulators/entra/entra.ts';
import { type Listening, listen } from '../simulators/http/listen.ts';

/** The other parties, as light as they can be, so that what is measured is the subject. */
export interface Peers {
  readonly authority: string;
  readonly teamsServiceUrl: string;
  readonly liveChatUrl: string;
  /** A token with which a copilot calls the skill; valid for an hour. */
  readonly skillToken: string;
  /** Called for each tagged text that arrives at either side. */
  onArrival(listener: (tag: string) => void): void;
  /** The live chat that a copilot is told of in this conversation. */
  toldTo(conversationId: string): Promise<string>;
  /** From now on the live chat cuts each connection, or serves again. */
  liveChatIs(state: 'down' | 'up'): void;
  stop(): Promise<void>;
}

/** What marks a text: letters and digits only, so that no escaping changes it. */
const tagPattern = /tag(\d+)x/;
/** Where a copilot is told something, and of which live chat. */
const placePattern = /\/conversations\/([^/]+)\/activities/;
const toldPattern = /"LiveChatConversationId":"([^"]+)"/;
const messageIdPattern = /"messageId":"([^"]+)"/;
export const tagged = (number: number): string => `My order tag${number}x has not come yet, could you look?`;

export async function startPeers(credentials: Credentials): Promise<Peers> {
  const { tenantId, skillApp, copilotApp, liveChatApp } = credentials;
  let arrived: (tag: string) => void = () => {};
  const waiting = new Map<string, (liveChatId: string) => void>();
  const heard = (path: string, body: string) => {
    const tag = tagPattern.exec(body)?.[1];
    if (tag !== undefined) return arrived(tag);
    const [, conversationId, liveChatId] = [...(placePattern.exec(path) ?? []), toldPattern.exec(body)?.[1]];
    if (conversationId === undefined || liveChatId === undefined) return;
    const key = decodeURIComponent(conversationId);
    waiting.get(key)?.(liveChatId);
    waiting.delete(key);
  };
  let isLiveChatDown = false;
  const sink = createServer((request, response) => {
    if (isLiveChatDown && request.url?.startsWith('/api/livechat/')) request.socket.destroy();
    else take(request, response, heard);
  });
  const url = await listening(sink);
  const front: { entra: Awaited<ReturnType<typeof createEntra>> | undefined } = { entra: undefined };
  const entraServer = await serveEntra(front);
  const entra = await createEntra({
    authority: entraServer.url,
    tenantId,
    apps: [skillApp, copilotApp, liveChatApp],
    skillClientId: skillApp.clientId,
    copilotClientId: copilotApp.clientId,
  });
  front.entra = entra;
  return {
    authority: entra.authority,
    teamsServiceUrl: `${url}/teams/`,
    liveChatUrl: url,
    skillToken: await entra.sign(entra.claims()),
    onArrival: (listener) => {
      arrived = listener;
    },
    toldTo: (conversationId) =>
      new Promise((resolve) => {
        waiting.set(conversationId, resolve);
      }),
    liveChatIs: (state) => {
      isLiveChatDown = state === 'down';
    },
    async stop() {
      sink.closeAllConnections();
      await Promise.all([new Promise((done) => sink.close(done)), entraServer.stop()]);
    },
  };
}

async function serveEntra(front: {
  entra: Awaited<ReturnType<typeof createEntra>> | undefined;
}): Promise<Listening> {
  const { Hono } = await import('hono');
  const app = new Hono().all('*', (c) => front.entra?.app.fetch(c.req.raw, c.env) ?? c.body(null, 503));
  return listen(app);
}

/** Teams, the copilot and the live chat in one: answers at once, and has each body heard. */
function take(
  request: IncomingMessage,
  response: ServerResponse,
  heard: (path: string, body: string) => void,
): void {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => {
    const path = request.url ?? '';
    const { status, answer } = answerTo(path, body);
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': answer.length });
    response.end(answer);
    heard(path, body);
  });
}

/** As the contract of each party has it: the bridge repeats what is answered otherwise. */
function answerTo(path: string, body: string): { readonly status: number; readonly answer: string } {
  if (path.endsWith('/start'))
    return { status: 201, answer: `{"sessionId":"${randomUUID()}","status":"active"}` };
  if (path.endsWith('/send'))
    return { status: 200, answer: `{"messageId":"${messageIdPattern.exec(body)?.[1]}"}` };
  if (path.endsWith('/end')) return { status: 200, answer: '{"status":"ended"}' };
  return { status: 200, answer: '{"id":"a1"}' };
}

function listening(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve(`http://127.0.0.1:${port}`);
    });
  });
}
