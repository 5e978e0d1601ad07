import { z } from 'zod';
import { asMeant } from './wire.ts';

/** The codes of the Messaging API that mean more than that a request is wrong. */
export const codes = {
  organizationId: 30001,
  channelId: 30002,
  channelConfiguration: 30004,
  conversationId: 30005,
  conversation: 30013,
  workstream: 30014,
} as const;

export interface OwnRefusal {
  /** Absent where the answer has none. */
  readonly code?: number;
}

const problem = z.object({ status: z.coerce.number().int(), title: z.string().min(1) });
const lowest = 30001;
const highest = 30099;

/**
 * A refusal that is the Messaging API's own by its body: a problem as RFC 9457 has it, or one of its codes. Where the code stands is
 * not documented, so it is taken from any field whose name ends in `code`. A gateway's page, and a body of another form, is none.
 */
export function ownRefusal(status: number, body: unknown): OwnRefusal | undefined {
  const code = codeIn(asMeant(body));
  if (code !== undefined) return { code };
  const own = problem.safeParse(asMeant(body));
  return own.success && own.data.status === status ? {} : undefined;
}

function codeIn(value: unknown, levels = 3): number | undefined {
  if (typeof value !== 'object' || value === null || levels === 0) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const number = name.endsWith('code') ? Number(inner) : Number.NaN;
    if (Number.isInteger(number) && number >= lowest && number <= highest) return number;
    const deeper = codeIn(inner, levels - 1);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}
