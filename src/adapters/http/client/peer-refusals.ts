import type { Log } from '../../../application/ports/log.ts';
import { printableLine } from '../../../domain/printable.ts';
import { throttledWarning } from '../limits/throttled-warning.ts';
import type { HttpOutcome } from './http-outcome.ts';
import { unquoted } from './unquoted.ts';

/** A request to a peer: what a log may contain of it, and what it must not. */
export interface Sent {
  /** Of a closed set. */
  readonly route: string;
  /** The id of the message. */
  readonly message?: string;
  readonly body?: object;
  readonly secret?: string | undefined;
}

/** Hears each answer, and logs those that refuse. */
export type NoteRefusal = (result: HttpOutcome, sent: Sent) => void;

/** Code units of a refusal's reason. */
const longestReason = 300;

/**
 * A line for each refusal, with its status and with the reason that the peer gives in `error`. What it quotes of the request,
 * words and names of people and secrets, is left out. Statuses that repeats are answered with are throttled.
 */
export function peerRefusals(log: Log, event: string): NoteRefusal {
  const warn = throttledWarning(log, event);
  return (result, sent) => {
    if (result.outcome !== 'answered' || result.status < 300) return;
    const { status, body, isPage } = result;
    const reason = reasonOf(body);
    const fields = {
      route: sent.route,
      message: sent.message,
      status,
      ...(isPage && { page: true }),
      ...(reason !== undefined && { error: shownReason(reason, sent) }),
    };
    if (isFinal(status)) log.warn(fields, event);
    else warn(`${sent.route} ${status}`, fields);
  };
}

const isFinal = (status: number): boolean => [400, 404, 410, 413, 422].includes(status);

function shownReason(reason: string, { body = {}, secret }: Sent): string {
  // Cut first: what is sought in long texts should be short.
  const start = reason.slice(0, 2 * longestReason);
  const words = [...wordsIn(body), ...(secret === undefined ? [] : [secret])];
  return printableLine(unquoted(start, words)).slice(0, longestReason).toWellFormed();
}

/** Where APIs say what is wrong: the contract's `error`, and what other servers and gateways use. */
const reasonFields = ['error', 'detail', 'message', 'title'];

function reasonOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const fields = new Map(Object.entries(body));
  for (const name of reasonFields) {
    const value: unknown = fields.get(name);
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    const inner = name === 'error' ? reasonOf(value) : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** Ids and words of the contracts at the top of a body, which a log may show. */
const harmless = new Set([
  'conversationId',
  'sessionId',
  'messageId',
  'timestamp',
  'kind',
  'reason',
  'channel',
  'callbackUrl',
]);
const harmlessOfLines = new Set(['from', 'at']);

/** All that people, or those who write the topics, have put into a body. */
function wordsIn(body: object): readonly string[] {
  return Object.entries(body).flatMap(([name, value]) => {
    if (harmless.has(name)) return [];
    return stringsIn(value, name === 'transcript' ? harmlessOfLines : undefined);
  });
}

function stringsIn(value: unknown, leftOut?: ReadonlySet<string>): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    leftOut?.has(name) ? [] : stringsIn(inner, leftOut),
  );
}
