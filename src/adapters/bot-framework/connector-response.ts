import type { Delivery } from '../../application/ports/delivery.ts';
import type { Head, HttpOutcome } from '../http/client/http-outcome.ts';
import { retryableOutcome } from '../http/client/retryable-outcome.ts';
import { fieldsIn, jsonIn } from './json-fields.ts';

/*
 * What an answer of the Bot Connector means. It refuses for good by a documented code alone; whatever else comes, with any
 * status, may come from something in between, and is repeated.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages
 */

/** It takes an activity with one of these, and names its id. The status says all, unless it comes with a page. */
const takes: ReadonlySet<number> = new Set([200, 201, 202]);

export const isTaken = ({ status, isPage }: Head): boolean => takes.has(status) && !isPage;

const finalCodes: Readonly<Record<number, RegExp>> = {
  // Not all of its codes for what is wrong in an activity, or in itself, are documented.
  400: /^[A-Za-z]/,
  401: /^BotNotRegistered$/,
  403: /^(BotDisabledByAdmin|BotNotInConversationRoster|ConversationBlockedByUser|ForbiddenOperationException|MessageWritesBlocked)$/,
  404: /^ConversationNotFound$/,
  413: /^MessageSizeTooBig$/,
  500: /^[A-Za-z]/,
};

export function deliveryOf(result: HttpOutcome): Delivery {
  if (result.outcome !== 'answered') return retryableOutcome(result, isUntouched);
  if (isTaken(result)) return { outcome: 'delivered' };
  const { status, body } = result;
  const codes = codesIn(body);
  const final = codes.find((code) => finalCodes[status]?.test(code));
  if (final !== undefined) return { outcome: 'rejected', cause: `${status} ${final}` };
  return { ...retryableOutcome(result, isUntouched), cause: [status, ...codes].join(' ') };
}

/** Whether it is the token that is not taken, and not the app. */
export const isTokenRefused = (result: HttpOutcome): boolean =>
  result.outcome === 'answered' && result.status === 401 && deliveryOf(result).outcome !== 'rejected';

/** The gateway may have passed the activity on before it gave up, and a 2xx that is not as agreed as well. */
const isUntouched = (status: number): boolean => status === 503 || (status >= 300 && status < 500);

/**
 * The codes that an error names, as identifiers only: its texts may quote ours. A bot that is blocked is told so by a
 * `subCode` in JSON within a string.
 */
function codesIn(body: unknown): readonly string[] {
  const { error, message } = fieldsIn(body);
  const inner = fieldsIn(error);
  const named = [inner.code, ...[body, message, inner.message].map(subCodeIn)];
  return named.flatMap((code) => (typeof code === 'string' && /^\w{1,64}$/.test(code) ? [code] : []));
}

const subCodeIn = (told: unknown): unknown =>
  fieldsIn(typeof told === 'string' ? jsonIn(told) : told).subCode;
