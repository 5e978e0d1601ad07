import type { OfType } from '../event.ts';
import type { Finding, Judge } from '../finding.ts';

/** I5: at most one open session per conversation at any time. One that was asked to end may be over already. */
export const oneSessionPerConversation: Judge = (record) => {
  const open = new Map<string, OfType<'session-opened'>>();
  const findings: Finding[] = [];
  for (const event of record) {
    if (event.type === 'session-opened') {
      const other = open.get(event.conversationId);
      if (other && other.liveChatId !== event.liveChatId) findings.push(twoOpen(other, event));
      open.set(event.conversationId, event);
    }
    if (event.type !== 'end-sent' && event.type !== 'session-ended' && event.type !== 'chat-ended') continue;
    for (const [conversationId, session] of open) if (ends(event, session)) open.delete(conversationId);
  }
  return findings;
};

function ends(
  event: OfType<'end-sent' | 'session-ended' | 'chat-ended'>,
  session: OfType<'session-opened'>,
): boolean {
  if (event.liveChatId !== undefined) return event.liveChatId === session.liveChatId;
  return 'conversationId' in event && event.conversationId === session.conversationId;
}

function twoOpen(first: OfType<'session-opened'>, second: OfType<'session-opened'>): Finding {
  const what = `two sessions were open at once: ${first.liveChatId} and ${second.liveChatId}`;
  return { invariant: 'I5', what, events: [first, second] };
}
