import { type Exchange, fieldOf, isAnswered, parsedJson } from '../http/exchange.ts';

/** How long a run may wait, all in all, for a live chat that answers "not now". */
export interface Patience {
  leftMs: number;
}

export const patienceOf = (ms: number): Patience => ({ leftMs: ms });

/** A live chat that asks for more at once is not waited for: its answer counts as it is. */
const LONGEST_WAIT_MS = 61_000;
/** Of a request under way nothing new is learned after some seconds; a limit of requests has to be waited out. */
const mostRepeats = (status: number): number => (status === 429 ? 20 : 6);
const FIRST_WAIT_MS = 300;
const WAIT_UNASKED_MS = 5_000;

/** Milliseconds before the same request may go out again; undefined when its answer counts. Takes them off the patience. */
export function waitBefore(exchange: Exchange, attempt: number, patience: Patience): number | undefined {
  if (!isNotNow(exchange) || attempt >= mostRepeats(statusOf(exchange))) return undefined;
  const waitMs = askedFor(exchange) ?? Math.min(FIRST_WAIT_MS * 2 ** attempt, WAIT_UNASKED_MS);
  if (waitMs > LONGEST_WAIT_MS || waitMs > patience.leftMs) return undefined;
  patience.leftMs -= waitMs;
  return waitMs;
}

const refusals: readonly unknown[] = ['closed', 'no-agents', 'unavailable'];

/** What the contract has repeated although it was answered; a 503 that names its reason is an answer to a start. */
function isNotNow({ answer, url }: Exchange): boolean {
  if (!isAnswered(answer)) return false;
  if ([409, 425, 429].includes(answer.status)) return true;
  if (answer.status !== 503 || answer.headers['retry-after'] === undefined) return false;
  return !(url.endsWith('/start') && refusals.includes(fieldOf(parsedJson(answer.body), 'error')));
}

/** By `Retry-After`, in seconds or as an HTTP date. */
function askedFor({ answer }: Exchange): number | undefined {
  const value = isAnswered(answer) ? answer.headers['retry-after'] : undefined;
  if (value === undefined) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(ms, 0);
}

const statusOf = ({ answer }: Exchange): number => (isAnswered(answer) ? answer.status : 0);
