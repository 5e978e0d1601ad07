import type { Contract, StartDetails } from '../contracts/contract.ts';
import { type AnsweredExchange, type Exchange, fieldOf, isAnswered, parsedJson } from '../http/exchange.ts';
import type { VendorApi, VendorRequest } from '../http/vendor-api.ts';
import { shown } from '../pact/difference.ts';
import { adviceForAnswer, adviceForFailure, adviceForStatus } from '../run/advice.ts';
import { Broken } from '../run/attempt.ts';
import { bridgeHeaders, type Conversation, type Spelling } from './spelling.ts';

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

export interface Opening extends StartDetails {
  readonly contract: Contract;
  readonly spelling: Spelling;
}

/** Opens a session that calls back to `callbackUrl`, as far as the contract can be told so. */
export async function opened(api: VendorApi, opening: Opening): Promise<Session> {
  try {
    return await openedSession(api, opening);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    const { cause, ...finding } = error.finding;
    throw new Broken({ ...finding, cause: `could not be tried: ${cause}`, isConsequence: true });
  }
}

async function openedSession(api: VendorApi, { contract, spelling, ...details }: Opening): Promise<Session> {
  const conversation = spelling.newConversation();
  const { startPath: path, startStatus, sessionField } = contract;
  const answer = await asked(api, { path, ...contract.startRequest(conversation, details) }, startStatus);
  return { ...conversation, id: textIn(answer, sessionField) };
}
