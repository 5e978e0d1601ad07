import { randomUUID } from 'node:crypto';
import { type AnsweredExchange, type Exchange, fieldOf, isAnswered, parsedJson } from '../http/exchange.ts';
import type { VendorApi, VendorRequest } from '../http/vendor-api.ts';
import { shown } from '../pact/difference.ts';
import type { Kind } from '../pact/pact.ts';
import { adviceForAnswer, adviceForFailure, adviceForStatus } from '../run/advice.ts';
import { Broken } from '../run/attempt.ts';
import { bridgeHeaders, type Conversation, type Spelling } from './spelling.ts';

export const START = '/api/livechat/start';
export const SEND = '/api/livechat/send';
export const END = '/api/livechat/end';

/** A session at the live chat, and the handoff that it was opened for. */
export interface Session extends Conversation {
  readonly id: string;
}

export interface Step extends Pick<VendorRequest, 'as' | 'isCut'> {
  readonly path: string;
  readonly body?: unknown;
  /** Absent for the sample. */
  readonly key?: string;
}

export function sent(api: VendorApi, { path, body, key, ...how }: Step): Promise<Exchange> {
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  return api.send({ path, headers: bridgeHeaders(key), ...text, ...how });
}

/** Resolves with the answer when it has the expected status; rejects with `Broken` otherwise. */
export async function asked(api: VendorApi, step: Step, status: number): Promise<AnsweredExchange> {
  return answeredWith(await sent(api, step), status);
}

export function answeredWith({ answer, url }: Exchange, status: number): AnsweredExchange {
  if (!isAnswered(answer)) throw new Broken({ ...adviceForFailure(answer), differences: [] });
  if (answer.status === status) return answer;
  throw new Broken({
    cause: `${new URL(url).pathname} answered ${answer.status} where ${status} is agreed`,
    advice: adviceForStatus({ expected: status, received: answer.status }),
    differences: [{ where: 'status', expected: String(status), received: String(answer.status) }],
  });
}

/** A text field of an answer; rejects with `Broken` when it is not there. */
export function textIn({ body }: AnsweredExchange, field: string): string {
  const value = fieldOf(parsedJson(body), field);
  if (typeof value === 'string' && value !== '') return value;
  const received = shown(value);
  throw new Broken({
    cause: `$.${field}: expected text, received ${received}`,
    advice: adviceForAnswer(value === undefined ? 'missing' : 'other', `$.${field}`),
    differences: [{ where: `$.${field}`, expected: 'text', received }],
  });
}

export interface Customer {
  readonly id: string;
  readonly name: string;
}

const NAME = 'Robin Lee';

/** Each start is for another customer, unless it has to be for the same one. */
export const newCustomer = (): Customer => ({ id: randomUUID(), name: NAME });

/** No server has to listen there: what comes back is checked with sessions of their own. */
export const UNHEARD_CALLBACK_URL = 'https://bridge.example/api/messages/proactive';

export interface StartOf {
  readonly conversationId: string;
  readonly callbackUrl?: string;
  readonly customer?: Customer;
}

export function startBody({ conversationId, callbackUrl = UNHEARD_CALLBACK_URL, customer }: StartOf) {
  return { conversationId, channel: 'msteams', customer: customer ?? newCustomer(), callbackUrl };
}

export const messageBody = (session: Session, message = 'Good morning, it is the power supply.') => ({
  sessionId: session.id,
  messageId: session.newMessageId(),
  message,
  sender: NAME,
  timestamp: new Date().toISOString(),
  kind: 'customer',
});

export interface Opening {
  readonly kind: Kind;
  readonly spelling: Spelling;
  readonly callbackUrl?: string;
  readonly customer?: Customer;
}

/** Opens a session that calls back to `callbackUrl`, as far as the kind can be told so. */
export async function opened(api: VendorApi, opening: Opening): Promise<Session> {
  try {
    return await openedSession(api, opening);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    const { cause, ...finding } = error.finding;
    throw new Broken({ ...finding, cause: `could not be tried: ${cause}`, isConsequence: true });
  }
}

async function openedSession(api: VendorApi, { kind, spelling, ...start }: Opening): Promise<Session> {
  const conversation = spelling.newConversation();
  switch (kind) {
    case 'reference': {
      const key = conversation.newKey();
      const body = startBody({ conversationId: conversation.conversationId, ...start });
      const answer = await asked(api, { path: START, body, key }, 201);
      return { ...conversation, id: textIn(answer, 'sessionId') };
    }
    case 'contoso-sample': {
      const answer = await asked(api, { path: '/api/chat/start' }, 200);
      return { ...conversation, id: textIn(answer, 'conversationId') };
    }
  }
}
