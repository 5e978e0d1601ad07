import { Hono } from 'hono';
import { request } from 'undici';
import { z } from 'zod';
import { type Listening, listen } from '../../simulators/http/listen.ts';
import type {
  MakeState,
  StateParameters,
  StateValues,
} from '../../simulators/verify-live-chat/pact/make-state.ts';

export interface Arrived {
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface FrontOptions {
  /** The provider, without a trailing slash; asked for each request, since a state can stand elsewhere. */
  readonly url: () => string;
  readonly states: Readonly<Record<string, MakeState>>;
  /** What a pact cannot hold: tokens and signatures. Absent: requests pass as they are. */
  readonly prepare?: (arrived: Arrived) => Promise<Arrived>;
  /** Breaks answers on purpose. */
  readonly alter?: (answered: Answered) => Answered;
}

export interface Front extends Listening {
  /** Why states could not be made: the verifier itself says only that there was one. */
  readonly failures: readonly string[];
}

export const statesPath = '/_states';

const stateChange = z.object({
  /** Empty for an interaction that needs none. */
  state: z.string(),
  action: z.enum(['setup', 'teardown']),
  params: z.record(z.string(), z.unknown()).default({}),
});

/** Stands before a provider while it is verified: makes its states, gives requests their credentials. */
export async function startFront(options: FrontOptions): Promise<Front> {
  const failures: string[] = [];
  const app = new Hono();
  app.post(statesPath, async (c) => {
    const { state, params, action } = stateChange.parse(await c.req.json());
    // What a state made is not taken back: the next one makes its own.
    if (state === '' || action === 'teardown') return c.json({});
    try {
      return c.json(await made(options.states[state], params));
    } catch (error) {
      failures.push(`${state}: ${error}`);
      // After a server error the verifier would repeat this for a minute.
      return c.body(null, 400);
    }
  });
  app.all('*', async (c) => {
    const { pathname, search } = new URL(c.req.url);
    const arrived = {
      method: c.req.method,
      path: pathname + search,
      headers: c.req.header(),
      body: await c.req.text(),
    };
    const answered = await forwarded(
      options.url(),
      options.prepare ? await options.prepare(arrived) : arrived,
    );
    const { status, headers, body } = options.alter ? options.alter(answered) : answered;
    return new Response(body, { status, headers });
  });
  return { ...(await listen(app)), failures };
}

async function made(make: MakeState | undefined, params: StateParameters): Promise<StateValues> {
  if (make === undefined) throw new Error('there is no such state');
  return make(params);
}

/** These belong to one connection, or follow from the body. */
const hopByHop: ReadonlySet<string> = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

async function forwarded(url: string, { method, path, headers, body }: Arrived): Promise<Answered> {
  const answer = await request(`${url}${path}`, {
    method: method === 'GET' ? 'GET' : 'POST',
    headers: endToEnd(headers),
    ...(method === 'GET' ? {} : { body }),
  });
  return { status: answer.statusCode, headers: endToEnd(answer.headers), body: await answer.body.text() };
}

function endToEnd(headers: Readonly<Record<string, string | string[] | undefined>>) {
  const kept = Object.entries(headers).filter(([name]) => !hopByHop.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

/** Puts a token in place of the words that stand for it in a pact; any other bearer is meant as it is. */
export function withToken(
  placeholder: string,
  token: () => Promise<string>,
): Required<FrontOptions>['prepare'] {
  return async (arrived) => {
    if (arrived.headers.authorization !== `Bearer ${placeholder}`) return arrived;
    return { ...arrived, headers: { ...arrived.headers, authorization: `Bearer ${await token()}` } };
  };
}
