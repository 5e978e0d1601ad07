import { describe, expect, it } from 'vitest';
import { findingsOf } from '../../../../src/adapters/admin/sessions/findings.ts';
import type { BreakerState, PeerState } from '../../../../src/application/ports/peer.ts';
import type {
  SessionTimeline,
  TimelineMessage,
} from '../../../../src/application/ports/session-timelines.ts';
import { evolve } from '../../../../src/domain/evolve.ts';
import { opening } from '../../../contracts/session-steps.ts';
import { testClock } from '../../../contracts/test-clock.ts';

const { session } = opening(testClock());

const messageOf = (fields: Partial<TimelineMessage>): TimelineMessage => ({
  id: 'one',
  direction: 'to-customer',
  kind: 'say',
  bytes: 10,
  acceptedAt: 1000,
  attempts: 0,
  unknownAttempts: 0,
  state: 'pending',
  dueAt: 2000,
  failures: [],
  replayedAt: [],
  ...fields,
});

const timelineOf = (...messages: readonly TimelineMessage[]): SessionTimeline => ({
  session,
  events: [],
  messages,
  isShortened: false,
});

const peersWith = (state: BreakerState): readonly PeerState[] => [
  { role: 'live-chat', id: 'reference', state, hasAnswered: true },
  { role: 'channel', id: 'msteams', state, hasAnswered: true },
];

const typesOf = (timeline: SessionTimeline, state: BreakerState = 'closed') =>
  findingsOf(timeline, peersWith(state)).map(({ type }) => type);

describe('What is found', () => {
  it.each([
    ['dead-letters', { state: 'dead-letter', cause: 'expired' }],
    ['paced', { cause: 'paced', attempts: 1 }],
    ['peer-away', { cause: 'unreachable', attempts: 3 }],
    ['peer-away', { cause: 'ECONNREFUSED', attempts: 1 }],
    ['peer-refuses', { cause: '403', attempts: 2 }],
    ['under-way', { state: 'attempting', attempts: 1 }],
    ['not-tried-yet', {}],
    ['all-delivered', { state: 'delivered' }],
  ] as const)('is %s', (type, fields) => {
    expect(typesOf(timelineOf(messageOf(fields)))).toEqual([type]);
  });

  it('is that a peer is away, whatever it answered last, while its breaker is open', () => {
    const failed = { at: 1, outcome: 'unknown', cause: '502', until: 2 } as const;
    const message = messageOf({ cause: '502', attempts: 4, failures: [failed] });
    const [finding] = findingsOf(timelineOf(message), peersWith('open'));
    expect(finding).toMatchObject({
      type: 'peer-away',
      text: expect.stringContaining('last answer was 502'),
    });
  });

  it('names what waits behind, and both directions', () => {
    const toLiveChat = messageOf({ id: 'three', direction: 'to-live-chat', cause: '503', attempts: 1 });
    const timeline = timelineOf(messageOf({ cause: 'paced' }), messageOf({ id: 'two' }), toLiveChat);
    const findings = findingsOf(timeline, peersWith('closed'));
    expect(findings.map(({ messageIds }) => messageIds)).toEqual([['three'], ['one', 'two']]);
    expect(findings[1]?.text).toContain('1 message behind it');
  });

  it('is that nothing is kept back, and when words came last, of a session without a waiting message', () => {
    const said = messageOf({ direction: 'to-live-chat', state: 'delivered' });
    const [finding] = findingsOf(timelineOf(said), []);
    expect(finding?.text).toContain('customer were accepted at 1970-01-01T00:00:01.000Z');
    expect(finding?.text).toContain('No words of an agent were accepted');
  });

  it('says of a session that is over that later words were for the copilot', () => {
    const ended = evolve(session, { type: 'handoff-ended', reason: 'customer', at: 5 });
    expect(typesOf({ ...timelineOf(), session: ended })).toEqual(['all-delivered', 'over']);
  });
});
