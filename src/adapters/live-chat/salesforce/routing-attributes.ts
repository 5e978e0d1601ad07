import type { LiveChatStart } from '../../../application/ports/live-chat.ts';
import { oneLine } from '../../../domain/plain-text.ts';
import { longestAttribute } from './wire.ts';

/** More than a channel has parameters. */
const mostAttributes = 50;

/**
 * Who the customer is, our id of the session, and a topic's context, by which a flow can route. Values are texts; what is no text is
 * JSON. Names of Salesforce's own, which begin with an underscore, are not for a topic to choose.
 */
export function routingAttributes({
  sessionId,
  customer,
  context = {},
}: Pick<LiveChatStart, 'sessionId' | 'customer' | 'context'>): Readonly<Record<string, string>> {
  const own = Object.entries(context)
    .filter(([name, value]) => /^[A-Za-z]\w{0,79}$/.test(name) && value !== undefined && value !== null)
    .slice(0, mostAttributes)
    .map(([name, value]) => [name, oneLine(textOf(value), longestAttribute)] as const);
  return {
    ...Object.fromEntries(own),
    _firstName: oneLine(customer.name, longestAttribute),
    handoffSession: sessionId,
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
