import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type Faults, isCut, meetFaults } from './faults.ts';
import type { FaultPath, LiveChatOptions, RecordedRequest } from './live-chat.ts';

/** More than a bridge sends: the contract promises 300 KB at most. */
const MAX_BODY_BYTES = 300_000;
const MAX_REQUESTS = 20_000;

/** What each REST route finds in its context. */
export interface RestEnv {
  readonly Variables: {
    /** The parsed body; undefined when it is not JSON. */
    readonly body: unknown;
    readonly recorded: { current: RecordedRequest };
  };
}

export interface RestFront {
  readonly app: Hono<RestEnv>;
  readonly requests: () => readonly RecordedRequest[];
}

export interface RestFrontOptions extends Pick<LiveChatOptions, 'apiKey' | 'verifyToken'> {
  readonly armed: Faults;
  /** Of the API, which alone is recorded and guarded. */
  readonly paths: readonly string[];
  readonly stepOf: (path: string) => FaultPath | undefined;
}

/** What stands before the routes of any vendor: the log, the size limit, armed faults, the caller's check. */
export function restFront(options: RestFrontOptions): RestFront {
  const log: { current: RecordedRequest }[] = [];
  const app = new Hono<RestEnv>();
  for (const path of options.paths) {
    app.use(path, record(log));
    app.use(path, bodyLimit({ maxSize: MAX_BODY_BYTES, onError: refuseTooLarge }));
    app.use(path, readBody);
    app.use(path, meetFaults(options.armed, options.stepOf));
    app.use(path, checkCaller(options));
  }
  return { app, requests: () => log.map(({ current }) => current) };
}

/** What is left of the body is not read, so nothing can follow on this connection. */
const refuseTooLarge = (c: Context) => c.json({ error: 'too-large' }, 413, { connection: 'close' });

function record(log: { current: RecordedRequest }[]): MiddlewareHandler<RestEnv> {
  return async (c, next) => {
    const recorded = { current: arrived(c) };
    log.push(recorded);
    if (log.length > MAX_REQUESTS * 2) log.splice(0, MAX_REQUESTS);
    c.set('recorded', recorded);
    await next();
    recorded.current = { ...recorded.current, status: isCut(c.res) ? 0 : c.res.status };
  };
}

function arrived(c: Context): RecordedRequest {
  const headers = Object.fromEntries(c.req.raw.headers);
  return { path: c.req.path, headers, body: undefined, status: 0, at: new Date().toISOString() };
}

const readBody: MiddlewareHandler<RestEnv> = async (c, next) => {
  const text = await c.req.text();
  const parsed = parse(text);
  c.set('body', parsed);
  const recorded = c.get('recorded');
  recorded.current = { ...recorded.current, body: parsed === undefined && text !== '' ? text : parsed };
  await next();
};

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checkCaller({ apiKey, verifyToken }: RestFrontOptions): MiddlewareHandler {
  return async (c, next) => {
    if (apiKey === undefined && verifyToken === undefined) return next();
    const bearer = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const isAllowed = bearer !== undefined && (await (verifyToken?.(bearer) ?? bearer === apiKey));
    if (!isAllowed) return c.json({ error: 'unauthorized' }, 401, { 'www-authenticate': 'Bearer' });
    return next();
  };
}
