import { z } from 'zod';
import type { LaneHead, SessionTimeline } from '../../../application/ports/session-timelines.ts';
import { type HandoffSession, liveChatIdOf } from '../../../domain/handoff-session.ts';
import { findingSchema } from './findings.ts';

const time = z.iso.datetime();
const direction = z.enum(['to-live-chat', 'to-customer']);
const kind = z
  .enum(['start', 'say', 'notice', 'end', 'return'])
  .describe('`say`: words of a person. `notice`: words of the bridge or the live chat itself.');

/** What can be shown of a session: no name, and nothing that was said. */
export const sessionSummary = z
  .object({
    id: z.string(),
    status: z.enum(['requested', 'queued', 'active', 'closing', 'ended']),
    reason: z.string().optional().describe('Why it ended, or is closing.'),
    conversationId: z.string(),
    customerId: z.string().describe('`erased` once its texts are erased.'),
    liveChatId: z.string().optional(),
    caller: z.string(),
    channel: z.string(),
    requestedAt: time,
    lastActivityAt: time,
    endedAt: time.optional(),
  })
  .meta({ id: 'SessionSummary' });

const event = z.object({
  at: time,
  type: z
    .string()
    .describe('Such as `handoff-requested`, `live-chat-opened`, `agent-joined`, `handoff-ended`.'),
  detail: z.string().optional().describe('Such as the reason of an end.'),
});

const message = z.object({
  id: z.string(),
  direction,
  kind,
  bytes: z.int().describe('Of its content as JSON.'),
  state: z.enum(['pending', 'attempting', 'delivered', 'dropped', 'dead-letter', 'removed']),
  acceptedAt: time,
  settledAt: time.optional().describe('When it got into this state; absent while it waits.'),
  attempts: z.int(),
  unknownAttempts: z.int().describe('Of these, attempts that may have delivered it.'),
  cause: z.string().optional().describe('Why it was given up, or why the last attempt did not deliver it.'),
  dueAt: time.optional().describe('Not before this time is it tried again.'),
  failures: z
    .array(
      z.object({
        at: time,
        outcome: z.enum(['not-delivered', 'unknown']),
        cause: z.string().describe('`paced` and `unreachable`: nothing was sent.'),
        until: time.describe('When the next attempt was planned.'),
      }),
    )
    .describe('The newest 50 at most, oldest first.'),
  replayedAt: z.array(time).describe('When an operator had it sent again.'),
});

export const sessionDetails = z
  .object({
    session: sessionSummary,
    findings: z.array(findingSchema).describe('What keeps messages back, in sentences, the worst first.'),
    events: z.array(event),
    messages: z.array(message).describe('In the order in which they were accepted.'),
    isShortened: z.boolean().describe('Whether the beginning is missing, since there was too much to keep.'),
  })
  .meta({ id: 'SessionTimeline' });

export const waitingHead = z.object({
  messageId: z.string(),
  sessionId: z.string(),
  direction,
  kind,
  acceptedAt: time,
  attempts: z.int(),
  dueAt: time,
  cause: z.string().optional(),
});

export const sessionExample = {
  id: 'hs_0f6d',
  status: 'active',
  conversationId: '19:8ea0@thread.v2',
  customerId: '29:1bSnHZ7Js2STWrgk6ScEErLk1',
  liveChatId: 'lc-7',
  caller: 'skill',
  channel: 'msteams',
  requestedAt: '2026-03-02T09:40:00.000Z',
  lastActivityAt: '2026-03-02T09:41:07.120Z',
} as const;

export const isoTime = (at: number): string => new Date(at).toISOString();

export function summaryOf(session: HandoffSession): z.infer<typeof sessionSummary> {
  const { id, status, conversationId, customer, caller, channel, requestedAt, lastActivityAt } = session;
  const liveChatId = liveChatIdOf(session);
  return {
    id,
    status,
    ...('reason' in session && { reason: session.reason }),
    conversationId,
    customerId: customer.id,
    ...(liveChatId !== undefined && { liveChatId }),
    caller,
    channel,
    requestedAt: isoTime(requestedAt),
    lastActivityAt: isoTime(lastActivityAt),
    ...(session.status === 'ended' && { endedAt: isoTime(session.endedAt) }),
  };
}

type Timeline = Pick<z.infer<typeof sessionDetails>, 'session' | 'events' | 'messages' | 'isShortened'>;

export function timelineView({ session, events, messages, isShortened }: SessionTimeline): Timeline {
  return {
    session: summaryOf(session),
    events: events.map((each) => ({ ...each, at: isoTime(each.at) })),
    messages: messages.map(({ acceptedAt, settledAt, dueAt, failures, replayedAt, ...each }) => ({
      ...each,
      acceptedAt: isoTime(acceptedAt),
      ...(settledAt !== undefined && { settledAt: isoTime(settledAt) }),
      ...(dueAt !== undefined && { dueAt: isoTime(dueAt) }),
      failures: failures.map((failed) => ({
        ...failed,
        at: isoTime(failed.at),
        until: isoTime(failed.until),
      })),
      replayedAt: replayedAt.map(isoTime),
    })),
    isShortened,
  };
}

export function headView({
  id,
  lastCause,
  acceptedAt,
  dueAt,
  ...head
}: LaneHead): z.infer<typeof waitingHead> {
  return {
    messageId: id,
    ...head,
    acceptedAt: isoTime(acceptedAt),
    dueAt: isoTime(dueAt),
    ...(lastCause !== undefined && { cause: lastCause }),
  };
}
