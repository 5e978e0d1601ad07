import { z } from 'zod';
import { type Direction, directions } from '../../../../application/ports/outbox.ts';
import type {
  FailedAttempt,
  MessageState,
  SessionTimeline,
  TimelineEvent,
  TimelineMessage,
} from '../../../../application/ports/session-timelines.ts';
import type { HandoffSession } from '../../../../domain/handoff-session.ts';
import type { SessionId } from '../../../../domain/ids.ts';
import { fullId, shortenedLine } from './lines.ts';

/** What is in a lane or among the dead letters, without its content. */
export interface HeldMessage
  extends Omit<TimelineMessage, 'state' | 'settledAt' | 'cause' | 'failures' | 'replayedAt'> {
  readonly dueAt: number;
  readonly isBegun: boolean;
  readonly lastCause?: string;
  readonly cause?: string;
  readonly diedAt?: number;
}

interface Kept {
  readonly session: HandoffSession;
  /** Lines of a timeline, in any order. */
  readonly lines: string;
  readonly held: readonly HeldMessage[];
}

const failuresAtMost = 50;

/** The timeline of a session out of what a store has of it. A line that is not understood, of a later version say, is passed over. */
export function readTimeline({ session, lines, held }: Kept): SessionTimeline {
  const events: TimelineEvent[] = [];
  const traces = new Map<string, Trace>();
  const traceOf = (id: string): Trace => {
    const trace = traces.get(id) ?? { failures: [], replayedAt: [] };
    traces.set(id, trace);
    return trace;
  };
  for (const line of lines.split('\n')) {
    const [kind, time, ...fields] = line.split('\t');
    const at = Number(time);
    if (kind === 'e') events.push(eventOf(at, fields));
    else if (kind === 'a') noteFailure(traceOf(fullId(fields[2] ?? '', session.id)), at, fields);
    else if (kind === 'r') traceOf(fullId(fields[0] ?? '', session.id)).replayedAt.push(at);
    else if (kind === 'm') noteLeft(traceOf, { at, fields, sessionId: session.id });
  }
  for (const message of held) traceOf(message.id).held = message;
  return {
    session,
    events: events.sort((one, other) => one.at - other.at),
    messages: [...traces].flatMap(([id, trace]) => messageOf(id, trace)).sort(inOrder),
    isShortened: lines.startsWith(shortenedLine),
  };
}

interface Trace {
  held?: HeldMessage;
  left?: Omit<TimelineMessage, 'id' | 'failures' | 'replayedAt'>;
  readonly failures: FailedAttempt[];
  readonly replayedAt: number[];
}

const eventOf = (at: number, [type = '', detail = '']: readonly string[]): TimelineEvent => ({
  at,
  type,
  ...(detail !== '' && { detail }),
});

function noteFailure(trace: Trace, at: number, [outcome, until, , cause = '']: readonly string[]): void {
  trace.failures.push({
    at,
    outcome: outcome === 'unknown' ? 'unknown' : 'not-delivered',
    cause,
    until: Number(until),
  });
}

const leftFields = z.tuple([
  z.enum(['delivered', 'dropped', 'rejected', 'removed']),
  z.enum(directions as readonly [Direction, ...Direction[]]),
  z.enum(['start', 'say', 'notice', 'end', 'return']),
  z.coerce.number(),
  z.coerce.number(),
  z.coerce.number(),
  z.coerce.number(),
  z.string(),
  z.string(),
]);

interface LeftLine {
  readonly at: number;
  readonly fields: readonly string[];
  readonly sessionId: SessionId;
}

function noteLeft(traceOf: (id: string) => Trace, { at, fields, sessionId }: LeftLine): void {
  const parsed = leftFields.safeParse(fields);
  if (!parsed.success) return;
  const [as, direction, kind, bytes, acceptedAt, attempts, unknownAttempts, id, cause] = parsed.data;
  const trace = traceOf(fullId(id, sessionId));
  // A dead letter may be settled after its lane was emptied, or come back and go again: what happened last counts. All but a
  // rejection is final, and lines of the same time may come in any order.
  if (trace.left?.settledAt !== undefined && isBefore(at, as, trace.left.settledAt)) return;
  trace.left = {
    direction,
    kind,
    bytes,
    acceptedAt,
    attempts,
    unknownAttempts,
    state: stateAs[as],
    settledAt: at,
    ...(cause !== '' && { cause }),
  };
}

const isBefore = (at: number, as: string, other: number): boolean =>
  at < other || (at === other && as === 'rejected');

const stateAs = {
  delivered: 'delivered',
  dropped: 'dropped',
  rejected: 'dead-letter',
  removed: 'removed',
} as const satisfies Readonly<Record<string, MessageState>>;

/** Nothing for a message whose end is not known: its text was erased while it waited. */
function messageOf(id: string, { held, left, failures, replayedAt }: Trace): readonly TimelineMessage[] {
  const traces = {
    failures: failures.sort((one, other) => one.at - other.at).slice(-failuresAtMost),
    replayedAt: replayedAt.sort((one, other) => one - other),
  };
  if (held === undefined) return left === undefined ? [] : [{ id, ...left, ...traces }];
  const { isBegun, lastCause, cause, diedAt, dueAt, ...message } = held;
  if (diedAt !== undefined) {
    return [{ ...message, state: 'dead-letter', settledAt: diedAt, ...(cause && { cause }), ...traces }];
  }
  const state = isBegun ? 'attempting' : 'pending';
  return [{ ...message, state, dueAt, ...(lastCause !== undefined && { cause: lastCause }), ...traces }];
}

const inOrder = (one: TimelineMessage, other: TimelineMessage): number =>
  one.acceptedAt - other.acceptedAt || one.id.localeCompare(other.id, 'en', { numeric: true });
