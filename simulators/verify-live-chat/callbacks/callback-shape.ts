import { z } from 'zod';
import { fieldOf } from '../http/exchange.ts';
import { shown } from '../pact/difference.ts';
import type { Kind } from '../pact/pact.ts';
import type { Difference } from '../run/clause.ts';

export const callbackTypes = [
  'queue-position',
  'agent-joined',
  'typing',
  'message',
  'agent-transferred',
  'agent-left',
  'session-ended',
] as const;
export type CallbackType = (typeof callbackTypes)[number];

const id = z.string().min(1).max(256);
const name = z.string().min(1).max(256);
const count = z.number().int().nonnegative();
const envelope = {
  sessionId: id,
  messageId: id,
  timestamp: z.iso.datetime({ offset: true }),
};

const shapes: Readonly<Record<CallbackType, z.ZodType>> = {
  message: z.object({ ...envelope, message: z.string().min(1), sender: name }),
  typing: z.object({ ...envelope, sender: name.nullish() }),
  'agent-joined': z.object({ ...envelope, sender: name }),
  'agent-left': z.object({ ...envelope, sender: name }),
  'agent-transferred': z.object({ ...envelope, sender: name }),
  'queue-position': z.object({
    ...envelope,
    queuePosition: count,
    estimatedWaitSeconds: z.number().nonnegative().nullish(),
  }),
  'session-ended': z.object({
    ...envelope,
    reason: z.string().max(1024).nullish(),
    message: z.string().nullish(),
  }),
};

/** The sample's fields in any casing; they are compared in lower case. */
const sampleShape = z.object({
  conversationid: id,
  id,
  message: z.string().min(1),
  sender: name,
  timestamp: z.string().min(1),
});

/** What a callback says about itself, whatever its kind calls it. */
export interface Envelope {
  readonly type: string;
  readonly sessionId: unknown;
  readonly messageId: unknown;
}

export function envelopeOf(kind: Kind, body: unknown): Envelope {
  switch (kind) {
    case 'reference': {
      const type = fieldOf(body, 'type') ?? 'message';
      return {
        type: String(type),
        sessionId: fieldOf(body, 'sessionId'),
        messageId: fieldOf(body, 'messageId'),
      };
    }
    case 'contoso-sample': {
      const lower = inLowerCase(body);
      return {
        type: 'message',
        sessionId: fieldOf(lower, 'conversationid'),
        messageId: fieldOf(lower, 'id'),
      };
    }
  }
}

/** Each field that is not as agreed; empty when all are. */
export function shapeDifferences(kind: Kind, type: CallbackType, body: unknown): readonly Difference[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return [{ where: 'body', expected: 'a JSON object', received: shown(body) }];
  }
  const seen = kind === 'reference' ? byItsOneName(body) : inLowerCase(body);
  const parsed = (kind === 'reference' ? shapes[type] : sampleShape).safeParse(seen);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => ({
    where: `$.${path.map(String).join('.')}`,
    expected: message
      .replace(/^Invalid input: expected (\w+).*$/, '$1')
      .replace(/^Invalid ISO datetime$/, 'a time as ISO 8601, such as "2026-01-31T09:30:00Z"'),
    received: shown(path.reduce<unknown>((value, step) => fieldOf(value, String(step)), seen)),
  }));
}

/** The bridge takes a place in the queue by its older name too. */
function byItsOneName(body: object): object {
  const place = fieldOf(body, 'queuePosition') ?? fieldOf(body, 'position');
  return place === undefined ? body : { ...body, queuePosition: place };
}

function inLowerCase(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key.toLowerCase(), value]));
}
