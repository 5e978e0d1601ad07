import type { SessionId } from '../../../domain/ids.ts';
import type { Applied } from '../session-table.ts';
import { journalEntryOf } from './journal-entry.ts';
import { lineOf } from './journal-line.ts';

/** An entry that counts in memory and is not certainly on the disk yet. */
export interface Pending {
  readonly applied: Applied;
  readonly line: string;
  readonly written: PromiseWithResolvers<void>;
  readonly durable: PromiseWithResolvers<void>;
  /** Whether its sender relies on it already, so that it cannot be refused any more. */
  isAnswered: boolean;
}

/** Whether its sender is answered only when it is durable. */
export function needsSync({ applied }: Pending): boolean {
  switch (applied.entry.type) {
    case 'commit':
    case 'replay':
    case 'drop':
    case 'erase':
    case 'forget':
      return true;
    case 'begin':
    case 'settle':
      return false;
  }
}

/** What was applied and is not durable, in the order in which it was applied; what is in the file comes first. */
export class PendingEntries {
  #entries: Pending[] = [];
  #writtenCount = 0;
  /** The messages that these entries brought into their lanes. */
  readonly #messages = new Set<string>();

  add(applied: Applied): Pending {
    const pending: Pending = {
      applied,
      line: lineOf(journalEntryOf(applied)),
      written: Promise.withResolvers(),
      durable: Promise.withResolvers(),
      isAnswered: false,
    };
    // Not everybody waits for both.
    pending.written.promise.catch(() => {});
    pending.durable.promise.catch(() => {});
    this.#entries.push(pending);
    for (const id of messagesOf(pending)) this.#messages.add(id);
    return pending;
  }

  all(): readonly Pending[] {
    return this.#entries;
  }

  written(): readonly Pending[] {
    return this.#entries.slice(0, this.#writtenCount);
  }

  unwritten(): readonly Pending[] {
    return this.#entries.slice(this.#writtenCount);
  }

  /** Counts the next `count` entries as written. */
  markWritten(count: number): void {
    this.#writtenCount += count;
  }

  /** Takes out the first `count` entries, which are durable now. */
  takeDurable(count: number): readonly Pending[] {
    const durable = this.#entries.splice(0, count);
    this.#writtenCount -= count;
    this.#forgetMessages(durable);
    return durable;
  }

  takeAll(): readonly Pending[] {
    const all = this.#entries;
    this.#entries = [];
    this.#writtenCount = 0;
    this.#forgetMessages(all);
    return all;
  }

  brought(outgoingId: string): boolean {
    return this.#messages.has(outgoingId);
  }

  /** The first entry of a session: what stood before it is durable. */
  firstOf(id: SessionId): Applied | undefined {
    return this.#entries.find(({ applied }) => applied.entry.sessionId === id)?.applied;
  }

  /** The inbound requests that the entries of a session remember. */
  inboundOf(id: SessionId): ReadonlySet<string> {
    const entries = this.#entries.map(({ applied }) => applied.entry);
    return new Set(
      entries.flatMap((entry) =>
        entry.type === 'commit' && entry.sessionId === id && entry.inbound ? [entry.inbound.id] : [],
      ),
    );
  }

  #forgetMessages(entries: readonly Pending[]): void {
    for (const entry of entries) for (const id of messagesOf(entry)) this.#messages.delete(id);
  }
}

function messagesOf({ applied: { entry } }: Pending): readonly string[] {
  switch (entry.type) {
    case 'commit':
      return entry.outgoing.map(({ id }) => id);
    case 'replay':
      return [entry.id];
    case 'drop':
    case 'erase':
    case 'forget':
    case 'begin':
    case 'settle':
      return [];
  }
}
