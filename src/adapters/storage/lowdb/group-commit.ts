import { StoreUnavailable } from '../../../application/ports/session-store.ts';
import type { SessionId } from '../../../domain/ids.ts';
import type { Keeping } from '../keeping.ts';
import type { Applied, SessionTable } from '../session-table.ts';
import { journalEntryOf } from './journal-entry.ts';
import type { JournalFiles } from './journal-files.ts';
import { lineOf } from './journal-line.ts';

/** An entry that counts in memory and is not certainly on the disk yet. */
interface Pending {
  readonly applied: Applied;
  readonly line: string;
  readonly written: PromiseWithResolvers<void>;
  readonly durable: PromiseWithResolvers<void>;
  /** Whether its sender relies on it already, so that it cannot be refused any more. */
  isAnswered: boolean;
}

interface Options {
  readonly table: SessionTable;
  readonly files: JournalFiles;
  readonly onWritten: () => void;
  readonly onFailure: (error: unknown) => void;
}

/** What a closed part of the journal speaks of. */
export interface Rotated {
  readonly touched: ReadonlySet<SessionId>;
  /** Journal files with a lower number are closed. */
  readonly next: number;
}

/**
 * Writes entries to the journal. All that wait are written together, and one sync serves all commits that were
 * written before it; meanwhile the next ones are written already.
 */
export class GroupCommit implements Keeping {
  readonly #options: Options;
  /** In the order in which they were applied; the first {@link #written} of them are in the file. */
  #pending: Pending[] = [];
  #written = 0;
  #writing: Promise<void> | undefined;
  #syncing: Promise<void> | undefined;
  #recovering: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #isScheduled = false;
  #isHeld = false;
  #isFlushing = false;
  #isClosed = false;
  #touched = new Set<SessionId>();
  readonly #notDurable = new Set<string>();

  constructor(options: Options) {
    this.#options = options;
  }

  async commit(applied: Applied): Promise<void> {
    await this.#accept(applied).durable.promise;
  }

  async begin(applied: Applied): Promise<void> {
    await this.#accept(applied).written.promise;
  }

  async settle(applied: Applied): Promise<void> {
    await this.#accept(applied).written.promise;
  }

  async untilDurable(): Promise<void> {
    await this.#pending.findLast(isCommit)?.durable.promise;
  }

  isDurable(outgoingId: string): boolean {
    return !this.#notDurable.has(outgoingId);
  }

  /** The first entry of a session that is not durable: what stood before it, is. */
  firstPendingOf(id: SessionId): Applied | undefined {
    return this.#pending.find(({ applied }) => applied.entry.sessionId === id)?.applied;
  }

  /** The inbound requests of a session that are remembered in memory and not on the disk. */
  pendingInboundOf(id: SessionId): ReadonlySet<string> {
    const entries = this.#pending.map(({ applied }) => applied.entry);
    return new Set(
      entries.flatMap((entry) =>
        entry.type === 'commit' && entry.sessionId === id && entry.inbound ? [entry.inbound.id] : [],
      ),
    );
  }

  /** Sessions whose documents are older than the journal that was closed before. */
  touch(ids: Iterable<SessionId>): void {
    for (const id of ids) this.#touched.add(id);
  }

  /** Whether there is anything to fold. */
  get hasTouched(): boolean {
    return this.#touched.size > 0;
  }

  /** Closes the journal file that grows, and goes on with a new one. */
  async rotate(): Promise<Rotated> {
    this.#isHeld = true;
    try {
      await this.#idle();
      this.#sync();
      await this.#idle();
      const next = await this.#options.files.finish();
      const touched = this.#touched;
      this.#touched = new Set(this.#pending.map(({ applied }) => applied.entry.sessionId));
      return { touched, next };
    } finally {
      this.#isHeld = false;
      this.#schedule();
    }
  }

  /** Takes nothing more; resolves when everything that was taken is durable. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isFlushing = true;
    await this.#recovering;
    this.#schedule();
    await this.#pending.at(-1)?.durable.promise;
  }

  #accept(applied: Applied): Pending {
    if (this.#isClosed) {
      applied.undo();
      throw new StoreUnavailable('the store is closed');
    }
    const pending = this.#add(applied);
    this.#schedule();
    return pending;
  }

  #add(applied: Applied): Pending {
    const pending: Pending = {
      applied,
      line: lineOf(journalEntryOf(applied)),
      written: Promise.withResolvers(),
      durable: Promise.withResolvers(),
      isAnswered: false,
    };
    pending.written.promise.catch(() => {});
    pending.durable.promise.catch(() => {});
    this.#pending.push(pending);
    this.#touched.add(applied.entry.sessionId);
    if (applied.entry.type === 'commit') {
      for (const { id } of applied.entry.outgoing) this.#notDurable.add(id);
    }
    return pending;
  }

  /** At the end of the tick, so that whatever else comes in it shares the write. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#goOn();
    });
  }

  #goOn(): void {
    if (this.#failure) this.#recover();
    if (this.#isHeld || this.#failure) return;
    this.#write();
    const toSync = this.#pending.slice(0, this.#written);
    if (this.#isFlushing || toSync.some(isCommit)) this.#sync();
  }

  #write(): void {
    if (this.#writing || this.#pending.length === this.#written) return;
    const batch = this.#pending.slice(this.#written);
    const whenWritten = () => {
      this.#written += batch.length;
      for (const each of batch) {
        each.isAnswered = !isCommit(each);
        each.written.resolve();
      }
      this.#options.onWritten();
    };
    this.#writing = this.#options.files
      .append(batch.map(({ line }) => line).join(''))
      .then(whenWritten, (error) => this.#fail(error))
      .then(() => {
        this.#writing = undefined;
        this.#goOn();
      });
  }

  #sync(): void {
    if (this.#syncing || this.#written === 0) return;
    const count = this.#written;
    const whenSynced = () => {
      const durable = this.#pending.splice(0, count);
      this.#written -= count;
      for (const each of durable) {
        this.#leave(each);
        each.durable.resolve();
      }
    };
    this.#syncing = this.#options.files
      .sync()
      .then(whenSynced, (error) => this.#fail(error))
      .then(() => {
        this.#syncing = undefined;
        this.#goOn();
      });
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /** Waits for what runs; the outcome is seen in the state. */
  async #idle(): Promise<void> {
    while (this.#writing || this.#syncing || this.#recovering) {
      await Promise.all([this.#writing, this.#syncing, this.#recovering]);
    }
  }

  /**
   * Takes back everything that is not durable and refuses what nobody relies on yet. What was answered is applied
   * again and waits for the next write; it concerns messages that were durable before, so it never lacks its ground.
   */
  #recover(): void {
    if (!this.#failure || this.#writing || this.#syncing || this.#recovering) return;
    const cause = this.#failure.error;
    const error = new StoreUnavailable('the journal could not be written', { cause });
    const failed = this.#pending;
    this.#pending = [];
    this.#written = 0;
    for (const { applied } of failed.toReversed()) applied.undo();
    for (const each of failed) {
      this.#leave(each);
      if (each.isAnswered || each.applied.entry.type === 'settle') this.#again(each);
      else each.written.reject(error);
      each.durable.reject(error);
    }
    this.#options.onFailure(cause);
    this.#recovering = this.#options.files.abandon().then(() => {
      this.#recovering = undefined;
      this.#failure = undefined;
      if (this.#pending.some(({ isAnswered }) => !isAnswered)) this.#schedule();
    });
  }

  #again(former: Pending): void {
    const pending = this.#add(this.#options.table.apply(former.applied.entry));
    pending.isAnswered = true;
    former.written.resolve();
  }

  #leave({ applied }: Pending): void {
    if (applied.entry.type !== 'commit') return;
    for (const { id } of applied.entry.outgoing) this.#notDurable.delete(id);
  }
}

const isCommit = ({ applied }: Pending): boolean => applied.entry.type === 'commit';
