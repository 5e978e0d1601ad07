import { totalWeight } from '../../../../application/ports/message-weight.ts';
import type { Settlement } from '../../../../application/ports/outbox.ts';
import type { HandoffEvent } from '../../../../domain/events.ts';
import type { SessionId } from '../../../../domain/ids.ts';
import type { StoredMessage } from '../session-record.ts';

/*
 * A timeline is kept as lines of text, since a line costs a message less than an object or a row. Each has its fields between
 * tabs and its kind first. PostgreSQL writes the same lines: see timelines.sql.
 */

/** Of a timeline in memory, in characters. The older half goes when there are more. */
const charactersAtMost = 16 * 1024;

/** Stands first where older lines are gone. */
export const shortenedLine = 'x\n';

/** `lines` behind a timeline. */
export function withLines(timeline: string, lines: string): string {
  if (timeline.length + lines.length <= charactersAtMost) return timeline + lines;
  const all = timeline + lines;
  return `${shortenedLine}${all.slice(all.indexOf('\n', all.length - charactersAtMost / 2) + 1)}`;
}

/** What is kept of the events of a commit: one line each, and none of those that their messages tell. */
export const eventLines = (events: readonly HandoffEvent[]): string => events.map(eventLine).join('');

function eventLine(event: HandoffEvent): string {
  const detail = detailOf(event);
  return detail === undefined ? '' : `e\t${event.at}\t${event.type}\t${oneField(detail)}\n`;
}

/** No text and no name. Absent for an event that its message tells. */
function detailOf(event: HandoffEvent): string | undefined {
  switch (event.type) {
    case 'handoff-requested':
    case 'agent-joined':
    case 'agent-left':
    case 'agent-transferred':
    case 'idle-warned':
    case 'live-chat-over':
      return '';
    case 'live-chat-opened':
      return event.opening.as;
    case 'queue-moved':
      return `${event.position}`;
    case 'message-undeliverable':
      return `${event.to}: ${event.cause}`;
    case 'delivery-delayed':
    case 'delivery-resumed':
      return event.to;
    case 'live-chat-closed':
      return event.reason;
    case 'handoff-ended':
      return event.unavailability ? `${event.reason}: ${event.unavailability.why}` : event.reason;
    case 'customer-said':
    case 'customer-moved':
    case 'agent-said':
    case 'live-chat-said':
    case 'feed-read':
    case 'queue-confirmed':
    case 'arrived-late':
      return undefined;
  }
}

interface Left {
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly as: 'delivered' | 'dropped' | 'rejected' | 'removed';
  readonly cause?: string;
}

/** A message that has left its lane, or the dead letters. */
export function messageLine(message: StoredMessage, { at, as, cause = '' }: Left): string {
  const { direction, content, acceptedAt, attempts, unknownAttempts } = message;
  const counts = `${totalWeight([message])}\t${acceptedAt}\t${attempts}\t${unknownAttempts}`;
  return `m\t${at}\t${as}\t${direction}\t${content.kind}\t${counts}\t${shortId(message)}\t${oneField(cause)}\n`;
}

type Retried = Extract<Settlement, { readonly until: number }>;

/** A message that has to be tried again. */
export const attemptLine = (message: StoredMessage, { as, until, cause }: Retried, at: number): string =>
  `a\t${at}\t${as}\t${until}\t${shortId(message)}\t${oneField(cause)}\n`;

/** A dead letter that an operator has put back into its lane. */
export const replayLine = (message: StoredMessage, at: number): string => `r\t${at}\t${shortId(message)}\n`;

const oneField = (text: string): string =>
  text === '' ? '' : text.replaceAll('\0', '').replace(/[\t\n]/g, ' ');

/** As JSON writes it, without the quotes, and without the session's id where it begins with that and a dot. */
function shortId({ id, sessionId }: StoredMessage): string {
  const isOwn = id.startsWith(sessionId) && id[sessionId.length] === '.';
  return JSON.stringify(isOwn ? id.slice(sessionId.length) : id).slice(1, -1);
}

export const fullId = (short: string, sessionId: SessionId): string => {
  const id: unknown = JSON.parse(`"${short}"`);
  return short.startsWith('.') ? `${sessionId}${id}` : `${id}`;
};
