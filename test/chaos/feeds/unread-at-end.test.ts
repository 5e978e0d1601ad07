import { describe, expect, it } from 'vitest';
import { check } from '../../../simulators/history/check.ts';
import type { Event } from '../../../simulators/history/event.ts';
import { tokens } from '../../../simulators/history/token.ts';
import { withoutUnread } from './unread-at-end.ts';

const token = tokens('unread');
const liveChatId = 'lc';
const conversationId = 'conversation';

/** A session from 0 to 100 s, in which an agent says a word each second. */
function recordOf(isRead: (second: number) => boolean, end: Event, isKnown = true): readonly Event[] {
  const said = Array.from({ length: 100 }, (_, second): readonly Event[] => {
    const words = { direction: 'to-customer', text: token(), liveChatId } as const;
    const at = second * 1000;
    const arrival = { ...words, at: at + 500, conversationId } as const;
    return [
      { type: 'sent', party: 'live-chat', at, ...words },
      { type: 'acked', party: 'live-chat', at: at + 10, status: 202, ...words },
      ...(isRead(second)
        ? [
            { type: 'attempted', party: 'teams', outcome: 'delivered', ...arrival } as const,
            { type: 'shown', party: 'teams', ...arrival } as const,
          ]
        : []),
    ];
  });
  return [
    { type: 'session-requested', party: 'copilot', at: 0, conversationId },
    { type: 'chat-opened', party: 'live-chat', at: 0, conversationId, liveChatId },
    ...(isKnown
      ? [{ type: 'session-opened', party: 'copilot', at: 0, conversationId, liveChatId } as const]
      : []),
    ...said.flat(),
    end,
  ];
}

const endedFor = (reason: string): Event => ({
  type: 'session-ended',
  party: 'copilot',
  at: 100_000,
  conversationId,
  liveChatId,
  reason,
});
const findings = (record: readonly Event[]) => check(withoutUnread(record)).map(({ invariant }) => invariant);

describe('Words that a vendor has kept and that the customer never read', () => {
  it('are excused at the end of what was read until the customer left', () => {
    expect(findings(recordOf((second) => second < 95, endedFor('customer')))).toEqual([]);
  });

  it('are excused in a chat that never was a session’s', () => {
    expect(findings(recordOf(() => false, endedFor('failed'), false))).toEqual([]);
  });

  it('are lost where later ones were read', () => {
    expect(findings(recordOf((second) => second !== 50, endedFor('customer')))).toContain('I1');
  });

  it('are lost where the bridge read nothing any more long before the end', () => {
    expect(findings(recordOf((second) => second < 60, endedFor('customer')))).toContain('I1');
  });

  it('are lost where the agent ended the chat after them', () => {
    expect(findings(recordOf((second) => second < 95, endedFor('agent')))).toContain('I1');
  });
});
