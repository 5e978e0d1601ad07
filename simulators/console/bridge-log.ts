import { z } from 'zod';

const direction = z.enum(['to-live-chat', 'to-customer']);
const line = z.discriminatedUnion('msg', [
  z.object({
    msg: z.literal('change'),
    session: z.string(),
    status: z.string().optional(),
    reason: z.string().optional(),
    outcome: z.string(),
  }),
  z.object({
    msg: z.literal('delivery'),
    time: z.string(),
    session: z.string(),
    message: z.string(),
    direction,
    outcome: z.enum(['delivered', 'rejected', 'not-delivered', 'unknown']),
    cause: z.string().optional(),
    attempt: z.number(),
  }),
  z.object({ msg: z.literal('started') }),
]);

export type Direction = z.infer<typeof direction>;

/** A message that is to be sent again, with what came of the last attempt. */
export interface Retry {
  readonly message: string;
  readonly attempt: number;
  readonly outcome: string;
  readonly cause: string;
}

export interface SessionEntry {
  readonly id: string;
  /** As the bridge's last commit left it. */
  readonly status: string;
  /** Each status that it has had, in this order. */
  readonly statuses: readonly string[];
  /** Why it ends; absent before that. */
  readonly reason?: string;
  readonly retries: Readonly<Partial<Record<Direction, Retry>>>;
}

/** An attempt without a connection, which no proxy saw. */
export interface LostAttempt {
  readonly session: string;
  readonly direction: Direction;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly attempt: number;
  readonly cause: string;
}

/** What the bridge's own log tells of its sessions, of earlier runs as well. */
export interface BridgeLog {
  /** One line of the log. What it does not know, it leaves aside. */
  read(text: string): void;
  session(id: string): SessionEntry | undefined;
  /** The newest ones, in the order of time. */
  readonly lostAttempts: readonly LostAttempt[];
  /** Grows with every line that changed something. */
  readonly changes: number;
}

const mostLostAttempts = 200;

export function bridgeLog(): BridgeLog {
  const sessions = new Map<string, SessionEntry>();
  const lostAttempts: LostAttempt[] = [];
  let changes = 0;
  const entry = (id: string): SessionEntry =>
    sessions.get(id) ?? { id, status: 'requested', statuses: ['requested'], retries: {} };
  return {
    read(text) {
      const read = line.safeParse(jsonOf(text)).data;
      if (!read || read.msg === 'started') return;
      changes += 1;
      const before = entry(read.session);
      if (read.msg === 'change') {
        if (read.status !== undefined) sessions.set(read.session, changed(before, read.status, read.reason));
        return;
      }
      const { message, attempt, outcome, cause = '', direction } = read;
      const { [read.direction]: _, ...others } = before.retries;
      if (outcome === 'not-delivered' && !/^\d/.test(cause)) {
        lostAttempts.push({ session: read.session, direction, at: Date.parse(read.time), attempt, cause });
        lostAttempts.splice(0, lostAttempts.length - mostLostAttempts);
      }
      const isOver = outcome === 'delivered' || outcome === 'rejected';
      const retries = isOver ? others : { ...others, [read.direction]: { message, attempt, outcome, cause } };
      sessions.set(read.session, { ...before, retries });
    },
    session: (id) => sessions.get(id),
    lostAttempts,
    get changes() {
      return changes;
    },
  };
}

const changed = (before: SessionEntry, status: string, reason: string | undefined): SessionEntry => ({
  ...before,
  status,
  statuses: before.statuses.includes(status) ? before.statuses : [...before.statuses, status],
  ...(reason !== undefined && { reason }),
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A line that a kill cut off.
    return undefined;
  }
}
