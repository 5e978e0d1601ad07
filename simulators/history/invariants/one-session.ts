import type { Event, OfType } from '../event.ts';
import type { Finding, Judge } from '../finding.ts';

/**
 * I5: at most one open session per conversation at any time. One that was asked to end may be over already, even when the
 * copilot hears only then that it was opened: a replica may have stood still before it answered.
 */
export const oneSessionPerConversation: Judge = (record) => {
  const open = new Map<string, OfType<'session-opened'>>();
  const chats = new Map<string, ChatOpened>();
  const over = new Set<string>();
  const findings: Finding[] = [];
  const noteOpened = (event: OfType<'session-opened'>): void => {
    if (over.has(event.liveChatId)) return;
    const other = open.get(event.conversationId);
    if (other && other.liveChatId !== event.liveChatId) findings.push(twoOpen(other, event));
    open.set(event.conversationId, event);
  };
  const noteEnd = (event: End): void => {
    for (const [conversationId, session] of open) if (ends(event, session)) open.delete(conversationId);
    for (const [liveChatId, chat] of chats) if (ends(event, chat)) over.add(liveChatId);
  };
  for (const event of record) {
    if (event.type === 'chat-opened') chats.set(event.liveChatId, event);
    else if (event.type === 'session-opened') noteOpened(event);
    else if (isEnd(event)) noteEnd(event);
  }
  return findings;
};

type End = OfType<'end-sent' | 'session-ended' | 'chat-ended'>;

const isEnd = (event: Event): event is End =>
  event.type === 'end-sent' || event.type === 'session-ended' || event.type === 'chat-ended';

type ChatOpened = OfType<'chat-opened'>;

function ends(event: End, session: OfType<'session-opened'> | ChatOpened): boolean {
  if (event.liveChatId !== undefined) return event.liveChatId === session.liveChatId;
  return 'conversationId' in event && event.conversationId === session.conversationId;
}

function twoOpen(first: OfType<'session-opened'>, second: OfType<'session-opened'>): Finding {
  const what = `two sessions were open at once: ${first.liveChatId} and ${second.liveChatId}`;
  return { invariant: 'I5', what, events: [first, second] };
}
