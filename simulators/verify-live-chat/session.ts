import { randomUUID } from 'node:crypto';
import { adviceForAnswer, adviceForFailure, adviceForStatus } from './advice.ts';
import { Broken } from './attempt.ts';
import { shown } from './difference.ts';
import { type Answered, type Exchange, fieldOf, isAnswered, parsedJson } from './exchange.ts';
import type { Kind } from './pact.ts';
import type { VendorApi } from './vendor-api.ts';

/** The three requests of a kind, as they are asked for beside the pact. */
export interface Session {
  readonly id: string;
}

interface Step {
  readonly path: string;
  readonly body?: unknown;
  readonly key?: string;
}

/** Resolves with the answer when it has the expected status; rejects with `Broken` otherwise. */
export async function asked(api: VendorApi, { path, body, key }: Step, status: number): Promise<Answered> {
  const exchange = await api.send({
    path,
    headers: { 'content-type': 'application/json', 'idempotency-key': key ?? randomUUID() },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answeredWith(exchange, status, path);
}

function answeredWith({ answer }: Exchange, status: number, path: string): Answered {
  if (!isAnswered(answer)) throw new Broken({ ...adviceForFailure(answer), differences: [] });
  if (answer.status === status) return answer;
  throw new Broken({
    cause: `${path} answered ${answer.status} where ${status} is agreed`,
    advice: adviceForStatus({ expected: status, received: answer.status }),
    differences: [{ where: 'status', expected: String(status), received: String(answer.status) }],
  });
}

/** A text field of an answer; rejects with `Broken` when it is not there. */
export function textIn({ body }: Answered, field: string): string {
  const value = fieldOf(parsedJson(body), field);
  if (typeof value === 'string' && value !== '') return value;
  const received = shown(value);
  throw new Broken({
    cause: `$.${field}: expected text, received ${received}`,
    advice: adviceForAnswer(value === undefined ? 'missing' : 'other', `$.${field}`),
    differences: [{ where: `$.${field}`, expected: 'text', received }],
  });
}

export const customer = { id: 'customer-1', name: 'Robin Lee' };

export function startBody(callbackUrl: string): unknown {
  return { conversationId: randomUUID(), channel: 'msteams', customer, callbackUrl };
}

/** Opens a session that calls back to `callbackUrl`, as far as the kind can be told so. */
export async function opened(api: VendorApi, kind: Kind, callbackUrl: string): Promise<Session> {
  try {
    return { id: await openedId(api, kind, callbackUrl) };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    const { cause, ...finding } = error.finding;
    throw new Broken({ ...finding, cause: `could not be tried: ${cause}`, isConsequence: true });
  }
}

async function openedId(api: VendorApi, kind: Kind, callbackUrl: string): Promise<string> {
  switch (kind) {
    case 'reference': {
      const answer = await asked(api, { path: '/api/livechat/start', body: startBody(callbackUrl) }, 201);
      return textIn(answer, 'sessionId');
    }
    case 'contoso-sample':
      return textIn(await asked(api, { path: '/api/chat/start' }, 200), 'conversationId');
  }
}
