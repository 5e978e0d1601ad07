import type { OutboxMessage, Settlement } from '../../../../src/application/ports/outbox.ts';
import type { StoredSession } from '../../../../src/application/ports/session-store.ts';
import type { HandoffEvent } from '../../../../src/domain/events.ts';
import { liveChatId } from '../../../../src/domain/ids.ts';
import { agentSaid, ended, opened } from '../../session-steps.ts';
import { type CommitStep, postponedMs } from './histories.ts';

/** One for all conversations: it is taken, or given again. */
export const theLiveChat = liveChatId('chat');

interface Moment {
  /** Unique in a history. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What a session hears with a commit. What ends it, or begins to, comes before its end. */
export function eventsOf(
  { event }: CommitStep,
  { session }: StoredSession,
  { name, at }: Moment,
): readonly HandoffEvent[] {
  const isEnded = session.status === 'ended';
  switch (event) {
    case 'none':
      return [];
    case 'opened':
      return [opened(at, theLiveChat)];
    case 'said':
      return [agentSaid(name, at)];
    case 'warned':
      return [{ type: 'idle-warned', at }];
    case 'closed':
      return isEnded ? [] : [{ type: 'live-chat-closed', reason: 'agent', at }];
    case 'ended':
      return isEnded ? [] : [ended(at)];
  }
}

export function outgoingOf(
  { out }: CommitStep,
  { session, version }: StoredSession,
  { name, at }: Moment,
): readonly OutboxMessage[] {
  return out.map(({ way: direction, kind }, place) => {
    const text = `${name}.${place}`;
    const id = `${session.id}.${version + 1}.${text}`;
    const base = { id, sessionId: session.id, acceptedAt: at };
    if (kind === 'notice') return { ...base, direction, content: { kind, text } };
    if (direction === 'to-customer') {
      const content = {
        say: { kind: 'say', text, agentName: 'Dana' },
        last: { kind: 'return', reason: 'agent' },
      } as const;
      return { ...base, direction, content: content[kind] };
    }
    const content = {
      say: { kind: 'say', messageId: text, text, sender: 'Ada' },
      last: { kind: 'end', reason: 'agent' },
    } as const;
    return { ...base, direction, content: content[kind] };
  });
}

export function settlementAs(as: Settlement['as'], now: number): Settlement {
  switch (as) {
    case 'rejected':
      return { as, cause: 'invalid' };
    case 'not-delivered':
    case 'unknown':
      return { as, cause: as, until: now + postponedMs };
    case 'delivered':
    case 'dropped':
      return { as };
  }
}
