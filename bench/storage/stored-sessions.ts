import type {
  IdempotencyRecord,
  SessionRecord,
  StoredDeadLetter,
} from '../../src/adapters/storage/record/session-record.ts';
import { callerId, channelId, conversationId, liveChatId, sessionId } from '../../src/domain/ids.ts';

export const day = 24 * 60 * 60_000;

/** How much a store holds. */
export interface Size {
  readonly sessions: number;
  readonly requests: number;
  readonly letters: number;
}

/** A session that has ended a week ago, and whose texts are erased. */
export const ended = (number: number, now: number) =>
  ({
    status: 'ended',
    reason: 'customer',
    id: sessionId(`large-${number}`),
    conversationId: conversationId(`conversation-${number}`),
    liveChatId: liveChatId(`chat-${number}`),
    customer: { id: 'erased', name: 'erased' },
    caller: callerId('skill'),
    channel: channelId('msteams'),
    customerAddress: '',
    hasSpoken: true,
    requestedAt: now - 8 * day,
    lastActivityAt: now - 8 * day,
    endedAt: now - 7 * day + number / 10,
  }) as const;

export const letterOf = (number: number, now: number): StoredDeadLetter => ({
  id: `letter-${number}`,
  sessionId: sessionId(`large-${number}`),
  acceptedAt: now - 2 * day,
  direction: 'to-customer',
  content: { kind: 'say', text: 'I am sorry, but I have to ask a colleague about that.', agentName: 'Dana' },
  attempts: 3,
  unknownAttempts: 0,
  dueAt: now - 2 * day,
  isBegun: false,
  cause: 'abandoned',
  diedAt: now - day + number,
});

export const recordOf = (number: number, { letters }: Size, now: number): SessionRecord => ({
  session: ended(number, now),
  version: 5,
  sequence: 9,
  lanes: { 'to-live-chat': [], 'to-customer': [] },
  dead: number < letters ? [letterOf(number, now)] : [],
  timeline: '',
});

export const requestsOf = (
  number: number,
  { sessions, requests }: Size,
  now: number,
): readonly IdempotencyRecord[] =>
  Array.from({ length: Math.floor(requests / sessions) }, (_, each) => ({
    id: `message:${each * sessions + number}`,
    sessionId: sessionId(`large-${number}`),
    answer: 'accepted',
    at: now - day,
  }));
