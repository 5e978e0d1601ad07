import { randomBytes } from 'node:crypto';
import { type RunningBridge, type RunningBridgeOptions, startRunningBridge } from '../http/running-bridge.ts';
import { callbackOf, openSession, postSigned } from '../live-chat/callbacks.ts';

/** A running bridge with somebody who may ask it things. */
export interface OperatedBridge extends RunningBridge {
  readonly token: string;
  ask(method: string, path: string, more?: Asked): Promise<Answer>;
}

interface Asked {
  /** The whole header; absent for the right token. */
  readonly authorization?: string;
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  // What a route answers is for each test to say.
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export async function startOperatedBridge(options: RunningBridgeOptions = {}): Promise<OperatedBridge> {
  const token = randomBytes(24).toString('base64url');
  const environment = { HANDOFF_ADMIN_TOKEN: token, ...options.environment };
  const world = await startRunningBridge({ ...options, environment });
  return { ...world, token, ask: askerOf(world.url, token) };
}

export function askerOf(url: string, token: string): OperatedBridge['ask'] {
  return async (method, path, { authorization = `Bearer ${token}`, body } = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: authorization === '' ? {} : { authorization },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, body: isJson ? JSON.parse(text) : {}, text };
  };
}

/** An open session with agent's words that Teams refused for good; gives what is known of the dead letter. */
export async function withDeadLetter(world: OperatedBridge, text: string) {
  const session = await openSession(world);
  world.microsoft.teams.failNext({ status: 400 });
  await postSigned(world, callbackOf(session.chat.id, { message: text }));
  const letter = await eventually(async () => {
    const { body } = await world.ask('GET', '/admin/dead-letters');
    const letters = body.deadLetters as readonly { readonly id: string }[];
    for (const { id } of letters) {
      const found = await world.ask('GET', `/admin/dead-letters/${id}`);
      if (found.body.text === text) return { id, ...found.body };
    }
    return undefined;
  });
  return { ...session, letter };
}

/** Asks again until there is an answer, at most for five seconds. */
export async function eventually<Value>(ask: () => Promise<Value | undefined>): Promise<Value> {
  for (const end = Date.now() + 5000; Date.now() < end; ) {
    const value = await ask();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it did not happen');
}
