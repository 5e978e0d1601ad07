import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** A live chat that does one thing wrong: a proxy in front of one that does it right. */
export interface Breakage {
  /** Answers in place of the live chat, or cuts the connection; undefined lets the request through. */
  readonly instead?: (request: Request) => Promise<Response | 'cut' | undefined>;
  /** What the live chat gets. */
  readonly request?: (request: Request) => Request;
  /** What the caller gets. */
  readonly response?: (response: Response, request: Request) => Response;
  /** Takes the callbacks; `post` hands one on to the one who is called back, who is at `to`. */
  readonly callback?: (
    callback: Request,
    post: (callback: Request) => Promise<Response>,
    to: string,
  ) => Promise<Response>;
}

/** One thing that is wrong, and what the command says of it. */
export interface BrokenCase {
  readonly wrong: string;
  readonly breakage: Breakage;
  readonly clause: string;
  readonly says: RegExp;
  readonly args?: readonly string[];
}

export interface Request {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Response {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const isStart = ({ path }: Request): boolean => path === '/api/livechat/start';
export const isSend = ({ path }: Request): boolean => path === '/api/livechat/send';
export const isEnd = ({ path }: Request): boolean => path === '/api/livechat/end';
export const json = (status: number, body: unknown): Response => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

export interface BrokenLiveChat {
  readonly url: string;
  stop(): void;
}

const CALLBACKS = '/callbacks/';

export async function brokenLiveChat(url: string, breakage: Breakage): Promise<BrokenLiveChat> {
  const server = createServer((incoming, outgoing) => {
    void handle(incoming).then((response) => reply(outgoing, response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const own = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;

  const handle = async (incoming: IncomingMessage): Promise<Response | 'cut'> => {
    const request = await requestOf(incoming);
    const { callback } = breakage;
    if (callback !== undefined && request.path.startsWith(CALLBACKS)) {
      const to = decodeURIComponent(request.path.slice(CALLBACKS.length));
      return callback(request, (each) => posted(to, each), to);
    }
    const instead = await breakage.instead?.(request);
    if (instead !== undefined) return instead;
    const seen = callback === undefined ? request : calledBackHere(request, own);
    const response = await posted(`${url}${request.path}`, breakage.request?.(seen) ?? seen);
    return breakage.response?.(response, request) ?? response;
  };

  return {
    url: own,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function calledBackHere(request: Request, own: string): Request {
  return {
    ...request,
    body: request.body.replace(
      /"callbackUrl":"([^"]+)"/,
      (_, to: string) => `"callbackUrl":"${own}${CALLBACKS}${encodeURIComponent(to)}"`,
    ),
  };
}

const ofTheConnection: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
]);

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const headers = Object.entries(incoming.headers)
    .filter(([name]) => !ofTheConnection.has(name))
    .map(([name, value]) => [name, String(value)]);
  return { path: incoming.url ?? '/', headers: Object.fromEntries(headers), body: await text(incoming) };
}

async function posted(url: string, { headers, body }: Request): Promise<Response> {
  const response = await fetch(url, { method: 'POST', headers, body }).catch(() => undefined);
  // Who is asked may have stopped by then.
  if (response === undefined) return { status: 502, type: 'application/json', body: '{}' };
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: await response.text(),
  };
}

function reply(outgoing: ServerResponse, response: Response | 'cut'): void {
  if (response === 'cut') {
    outgoing.socket?.destroy();
    return;
  }
  outgoing.writeHead(response.status, {
    ...response.headers,
    ...(response.type === '' ? {} : { 'content-type': response.type }),
  });
  outgoing.end(response.body);
}
