import type { SessionId } from '../../../domain/ids.ts';
import type { Applied } from '../table/session-table.ts';
import { PendingEntry } from './pending-entry.ts';

/** What was applied and is not durable, in the order in which it was applied; what is in the file comes first. */
export class PendingEntries {
  #entries: PendingEntry[] = [];
  #writtenCount = 0;
  /** The messages that these entries brought into their lanes. */
  readonly #messages = new Set<string>();

  add(applied: Applied): PendingEntry {
    const pending = new PendingEntry(applied);
    this.#entries.push(pending);
    for (const id of messagesOf(pending)) this.#messages.add(id);
    return pending;
  }

  all(): readonly PendingEntry[] {
    return this.#entries;
  }

  get hasUnwritten(): boolean {
    return this.#entries.length > this.#writtenCount;
  }

  get writtenCount(): number {
    return this.#writtenCount;
  }

  unwrittenLines(): string {
    const { length } = this.#entries;
    // Mostly one, and then nothing is copied.
    if (length === this.#writtenCount + 1) return this.#entries[length - 1]?.line ?? '';
    let lines = '';
    for (let place = this.#writtenCount; place < length; place++) lines += this.#entries[place]?.line ?? '';
    return lines;
  }

  /** Counts all of them as written; says whether any of these needs a sync. */
  markWritten(): boolean {
    let needsSync = false;
    for (; this.#writtenCount < this.#entries.length; this.#writtenCount++) {
      const entry = this.#entries[this.#writtenCount];
      entry?.markWritten();
      if (entry?.needsSync) needsSync = true;
    }
    return needsSync;
  }

  /** Takes out the first `count` entries, which are durable now. */
  takeDurable(count: number): readonly PendingEntry[] {
    const durable = this.#entries.splice(0, count);
    this.#writtenCount -= count;
    this.#removeMessages(durable);
    return durable;
  }

  takeAll(): readonly PendingEntry[] {
    const all = this.#entries;
    this.#entries = [];
    this.#writtenCount = 0;
    this.#removeMessages(all);
    return all;
  }

  brought(messageId: string): boolean {
    return this.#messages.has(messageId);
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

  #removeMessages(entries: readonly PendingEntry[]): void {
    for (const entry of entries) for (const id of messagesOf(entry)) this.#messages.delete(id);
  }
}

const none: readonly string[] = [];

function messagesOf({ applied: { entry } }: PendingEntry): readonly string[] {
  switch (entry.type) {
    case 'commit':
      return entry.messages.length === 0 ? none : entry.messages.map(({ id }) => id);
    case 'replay':
      return [entry.id];
    case 'drop':
    case 'erase':
    case 'forget':
    case 'begin':
    case 'settle':
      return none;
  }
}
