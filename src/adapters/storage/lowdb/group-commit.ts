import { StoreUnavailable } from '../../../application/ports/session-store.ts';
import type { SessionId } from '../../../domain/ids.ts';
import type { Durability } from '../table/durability.ts';
import type { Applied, SessionTable } from '../table/session-table.ts';
import type { JournalFiles } from './journal/journal-files.ts';
import { PendingEntries } from './pending-entries.ts';
import type { PendingEntry } from './pending-entry.ts';

interface Options {
  readonly table: SessionTable;
  readonly files: JournalFiles;
  readonly onWritten: () => void;
  readonly onFailure: (error: unknown) => void;
}

/** What a closed part of the journal speaks of. */
interface Rotated {
  readonly dirtySessions: ReadonlySet<SessionId>;
  /** Journal files with a lower number are closed; of this number there is none, and the next ones have higher ones. */
  readonly spare: number;
}

/**
 * Writes entries to the journal: begins of attempts at once, commits and outcomes at the end of the tick together. One
 * sync serves all commits that were written before it; meanwhile the next ones are written already.
 */
export class GroupCommit implements Durability {
  readonly pending = new PendingEntries();
  readonly #options: Options;
  #opening: Promise<void> | undefined;
  #syncing: Promise<void> | undefined;
  #recovering: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #needsSync = false;
  #isScheduled = false;
  #isHeld = false;
  #isClosed = false;
  #lastFailed = false;
  #dirtySessions = new Set<SessionId>();

  constructor(options: Options) {
    this.#options = options;
  }

  commit(applied: Applied): Promise<void> {
    const pending = this.#accept(applied);
    this.#schedule();
    return pending.untilDurable();
  }

  /** An attempt waits for it, so that it is written at once. */
  begin(applied: Applied): Promise<void> | undefined {
    const pending = this.#accept(applied);
    this.#write();
    return pending.isWritten ? undefined : pending.untilWritten();
  }

  /** Only the next message of its lane waits for it, so that it shares a write with whatever else comes in this tick. */
  settle(applied: Applied): Promise<void> {
    const pending = this.#accept(applied);
    this.#schedule();
    return pending.untilWritten();
  }

  async untilDurable(): Promise<void> {
    await this.pending
      .all()
      .findLast(({ needsSync }) => needsSync)
      ?.untilDurable();
  }

  isDurable(messageId: string): boolean {
    return !this.pending.brought(messageId);
  }

  /** Whether nothing was written since a write failed. */
  get isInDoubt(): boolean {
    return this.#lastFailed;
  }

  /** Notes sessions whose documents are behind the journal. */
  touch(ids: Iterable<SessionId>): void {
    for (const id of ids) this.#dirtySessions.add(id);
  }

  /** Whether any document is behind the journal. */
  get isDirty(): boolean {
    return this.#dirtySessions.size > 0;
  }

  /** Closes the journal file that grows, and goes on with a new one. */
  async rotate(): Promise<Rotated> {
    this.#isHeld = true;
    try {
      await this.#idle();
      this.#sync();
      await this.#idle();
      const spare = await this.#options.files.finish();
      const dirtySessions = this.#dirtySessions;
      this.#dirtySessions = new Set();
      this.touch(this.pending.all().map(({ applied }) => applied.entry.sessionId));
      return { dirtySessions, spare };
    } finally {
      this.#isHeld = false;
      this.#schedule();
    }
  }

  /** Takes nothing more; resolves when everything that was taken is durable, and rejects when it cannot be. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#recovering;
    this.#schedule();
    await this.pending.all().at(-1)?.untilDurable();
  }

  #accept(applied: Applied): PendingEntry {
    if (!this.#isClosed) return this.#add(applied);
    applied.undo();
    throw new StoreUnavailable('the store is closed');
  }

  #add(applied: Applied): PendingEntry {
    this.#dirtySessions.add(applied.entry.sessionId);
    return this.pending.add(applied);
  }

  /** At the end of the tick, so that whatever else comes in it shares the sync. */
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
    if (this.#isClosed || this.#needsSync) this.#sync();
  }

  #write(): void {
    const { files, onWritten } = this.#options;
    if (this.#isHeld || this.#failure || this.#opening || !this.pending.hasUnwritten) return;
    if (!files.isOpen) {
      this.#open();
      return;
    }
    try {
      files.append(this.pending.unwrittenLines());
    } catch (error) {
      this.#fail(error);
      this.#schedule();
      return;
    }
    if (this.pending.markWritten()) this.#needsSync = true;
    onWritten();
  }

  #open(): void {
    this.#opening = this.#options.files
      .open()
      .catch((error: unknown) => this.#fail(error))
      .then(() => {
        this.#opening = undefined;
        this.#goOn();
      });
  }

  #sync(): void {
    const count = this.pending.writtenCount;
    if (this.#syncing || this.#failure || count === 0) return;
    this.#needsSync = false;
    this.#syncing = this.#options.files.sync().then(
      () => {
        this.#lastFailed = false;
        for (const each of this.pending.takeDurable(count)) each.markDurable();
        this.#afterSync();
      },
      (error) => {
        this.#fail(error);
        this.#afterSync();
      },
    );
  }

  #afterSync(): void {
    this.#syncing = undefined;
    this.#goOn();
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#lastFailed = true;
  }

  /** Waits for what runs; how it went is seen in the state. */
  async #idle(): Promise<void> {
    while (this.#opening || this.#syncing || this.#recovering) {
      await Promise.all([this.#opening, this.#syncing, this.#recovering]);
    }
  }

  /**
   * Takes back everything that is not durable and refuses what was not answered yet. What was answered is applied
   * again and waits for the next write; it concerns messages that were durable before, so it never lacks its ground.
   */
  #recover(): void {
    if (!this.#failure || this.#opening || this.#syncing || this.#recovering) return;
    const cause = this.#failure.error;
    const error = new StoreUnavailable('the journal could not be written', { cause });
    const failed = this.pending.takeAll();
    this.#needsSync = false;
    for (const { applied } of failed.toReversed()) applied.undo();
    for (const each of failed) {
      if (each.isAnswered || each.applied.entry.type === 'settle') this.#again(each, error);
      else each.refuse(error);
    }
    this.#options.onFailure(cause);
    this.#recovering = this.#options.files.discard().then(() => {
      this.#recovering = undefined;
      this.#failure = undefined;
      if (this.pending.all().some(({ isAnswered }) => !isAnswered)) this.#schedule();
    });
  }

  #again(former: PendingEntry, error: StoreUnavailable): void {
    const pending = this.#add(this.#options.table.apply(former.applied.entry));
    pending.isAnswered = true;
    former.giveUpFor(error);
  }
}
