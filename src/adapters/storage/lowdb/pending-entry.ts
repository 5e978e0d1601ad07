import type { Applied } from '../table/session-table.ts';
import { journalEntryOf } from './journal/journal-entry.ts';
import { lineOf } from './journal/journal-line.ts';

/** An entry that counts in memory and is not certainly on the disk yet, with those who wait for it. */
export class PendingEntry {
  readonly applied: Applied;
  readonly line: string;
  /** Whether its sender is answered only when it is durable. */
  readonly needsSync: boolean;
  /** Whether its sender relies on it already, so that it cannot be refused any more. */
  isAnswered = false;
  #isWritten = false;
  #written: PromiseWithResolvers<void> | undefined;
  #durable: PromiseWithResolvers<void> | undefined;

  constructor(applied: Applied) {
    this.applied = applied;
    this.line = lineOf(journalEntryOf(applied));
    this.needsSync = isSynced(applied);
  }

  get isWritten(): boolean {
    return this.#isWritten;
  }

  /** Of one that is not written. Resolves when it outlives the process; rejects when it was refused. */
  untilWritten(): Promise<void> {
    this.#written ??= Promise.withResolvers();
    return this.#written.promise;
  }

  /** Resolves when it is on the disk; rejects when it was refused, or is to be written again. */
  untilDurable(): Promise<void> {
    this.#durable ??= Promise.withResolvers();
    return this.#durable.promise;
  }

  markWritten(): void {
    this.#isWritten = true;
    if (!this.needsSync) this.isAnswered = true;
    this.#written?.resolve();
  }

  markDurable(): void {
    this.#durable?.resolve();
  }

  refuse(error: Error): void {
    this.#written?.reject(error);
    this.#durable?.reject(error);
  }

  /** It will be written again; waits for this write reject. */
  giveUpFor(error: Error): void {
    this.#written?.resolve();
    this.#durable?.reject(error);
  }
}

function isSynced({ entry }: Applied): boolean {
  switch (entry.type) {
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
