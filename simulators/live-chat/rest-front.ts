import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type Faults, isCut, meetFaults } from './faults.ts';
import type { FaultPath, RecordedRequest } from './live-chat.ts';
import type { Access, ApiRequest, Guard, RestEnv } from './rest-env.ts';

/** More than a bridge sends: the contract promises 300 KB at most. */
const MAX_BODY_BYTES = 300_000;
const MAX_REQUESTS = 20_000;

export interface RestFront {
  readonly app: Hono<RestEnv>;
  readonly requests: () => readonly RecordedRequest[];
}

export interface RestFrontOptions {
  readonly armed: Faults;
  readonly access: Access;
  readonly guard: Guard | undefined;
  /** Of the API, which alone is recorded and guarded. */
  readonly paths: readonly string[];
  readonly tokenPath: string | undefined;
  readonly stepOf: (request: ApiRequest) => FaultPath | undefined;
}

/** What stands before the routes of any vendor: the log, the size limit, armed faults, the caller's check. */
export function restFront(options: RestFrontOptions): RestFront {
  const log: { current: RecordedRequest }[] = [];
  const app = new Hono<RestEnv>();
  for (const path of options.paths) {
    app.use(path, record(log));
    app.use(path, bodyLimit({ maxSize: MAX_BODY_BYTES, onError: refuseTooLarge }));
    app.use(path, readBody);
    if (path !== options.tokenPath) app.use(path, meetFaults(options.armed, options.stepOf));
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
    const status = isCut(c.res) ? 0 : c.res.status;
    recorded.current = { ...recorded.current, status, answer: await answerIn(c.res) };
  };
}

function arrived(c: Context): RecordedRequest {
  const headers = Object.fromEntries(c.req.raw.headers);
  const { method, path } = c.req;
  const nothingYet = { body: undefined, status: 0, answer: undefined };
  return {
    method,
    path,
    query: new URL(c.req.url).search,
    headers,
    ...nothingYet,
    at: new Date().toISOString(),
  };
}

async function answerIn(response: Response): Promise<unknown> {
  if (isCut(response) || response.body === null || isStream(response)) return undefined;
  const text = await response.clone().text();
  return parse(text) ?? (text || undefined);
}

/** What never ends is no answer to note down. */
const isStream = ({ headers }: Response): boolean =>
  headers.get('content-type')?.startsWith('text/event-stream') === true;

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

function checkCaller({ access, guard = bearerOnly }: RestFrontOptions): MiddlewareHandler<RestEnv> {
  return async (c, next) => (await guard(c, access)) ?? next();
}

async function bearerOnly(c: Context, { apiKey, verifyToken }: Access): Promise<Response | undefined> {
  if (apiKey === undefined && verifyToken === undefined) return undefined;
  const bearer = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  const isAllowed = bearer !== undefined && (await (verifyToken?.(bearer) ?? bearer === apiKey));
  if (isAllowed) return undefined;
  return c.json({ error: 'unauthorized' }, 401, { 'www-authenticate': 'Bearer' });
}
