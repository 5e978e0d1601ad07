import { z } from 'zod';
import type { DeadLetter } from '../../application/ports/outbox.ts';

/** What of a dead letter can be shown without its text. */
export const deadLetterSummary = z
  .object({
    id: z.string().describe('Unique for ever.'),
    sessionId: z.string(),
    direction: z.enum(['to-live-chat', 'to-customer']),
    kind: z
      .string()
      .describe('`say`: words of a person. `notice`: words of the bridge. `end`: the end of a live chat.'),
    cause: z
      .string()
      .describe('Why it was given up, such as `expired`, `abandoned` or what the peer answered.'),
    lastCause: z
      .string()
      .optional()
      .describe('Why the last attempt before that did not deliver it; absent when there was none.'),
    acceptedAt: z.iso.datetime(),
    diedAt: z.iso.datetime(),
    attempts: z.int(),
    unknownAttempts: z
      .int()
      .describe('Of these, attempts that may have delivered it: a replay may be a duplicate.'),
  })
  .meta({ id: 'DeadLetterSummary' });

export const deadLetterDetails = deadLetterSummary
  .extend({ text: z.string().optional().describe('What was to be read. Personal data.') })
  .meta({ id: 'DeadLetter' });

export const deadLetterExample = {
  id: 'hs_0f6d.4.0',
  sessionId: 'hs_0f6d',
  direction: 'to-customer',
  kind: 'say',
  cause: 'expired',
  lastCause: '503',
  acceptedAt: '2026-03-02T09:41:07.120Z',
  diedAt: '2026-03-03T09:41:09.002Z',
  attempts: 31,
  unknownAttempts: 0,
} as const;

const isoTime = (at: number): string => new Date(at).toISOString();

export function summaryOf(deadLetter: DeadLetter): z.infer<typeof deadLetterSummary> {
  const { id, sessionId, direction, content, cause, lastCause, attempts, unknownAttempts } = deadLetter;
  const times = { acceptedAt: isoTime(deadLetter.acceptedAt), diedAt: isoTime(deadLetter.diedAt) };
  return {
    id,
    sessionId,
    direction,
    kind: content.kind,
    cause,
    ...(lastCause !== undefined && { lastCause }),
    ...times,
    attempts,
    unknownAttempts,
  };
}

export function detailsOf(deadLetter: DeadLetter): z.infer<typeof deadLetterDetails> {
  const { content } = deadLetter;
  return { ...summaryOf(deadLetter), ...('text' in content && { text: content.text }) };
}
