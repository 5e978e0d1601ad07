import { join } from 'node:path';
import type { CreateJournalFile, JournalFile } from './journal-file.ts';
import { type Cut, lineOf } from './journal-line.ts';

interface Options {
  readonly directory: string;
  readonly create: CreateJournalFile;
  /** The number of the first file to be written; no file of this or a higher number may exist. */
  readonly next: number;
}

export const journalName = (number: number): string => `${String(number).padStart(8, '0')}.jsonl`;

/** The journal as a row of numbered files, of which only the last one grows. */
export class JournalFiles {
  readonly #options: Options;
  #next: number;
  #current: JournalFile | undefined;
  #cuts: Cut[] = [];
  #written = 0;
  #synced = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#next = options.next;
  }

  get bytes(): number {
    return this.#written;
  }

  get isOpen(): boolean {
    return this.#current !== undefined;
  }

  /** Begins the next file. Only when none is open. */
  async open(): Promise<void> {
    this.#written = 0;
    this.#synced = 0;
    this.#next += 1;
    this.#current = await this.#options.create(join(this.#options.directory, this.#name()));
    this.append(lineOf({ type: 'opened', cuts: this.#cuts }));
  }

  /** Appends to the open file. When it throws, the content of the file is unknown. */
  append(text: string): void {
    const bytes = Buffer.from(text);
    this.#current?.append(bytes);
    this.#written += bytes.length;
  }

  /** Of the open file. */
  sync(): Promise<void> {
    const written = this.#written;
    const synced = this.#current?.sync() ?? Promise.resolve();
    return synced.then(() => {
      this.#synced = written;
      if (written > 0) this.#cuts = [];
    });
  }

  /** Gives up the current file after a failure: of it counts what was synced, and the next one will say so. */
  async discard(): Promise<void> {
    const file = this.#current;
    this.#current = undefined;
    this.#cuts.push({ file: this.#name(), bytes: this.#synced });
    this.#written = 0;
    if (!file) return;
    await Promise.allSettled([file.truncate(this.#synced)]);
    await Promise.allSettled([file.close()]);
  }

  /** Closes the current file, which must be synced; gives a number between its own and that of the file that comes next. */
  async finish(): Promise<number> {
    const file = this.#current;
    this.#current = undefined;
    this.#written = 0;
    await file?.close();
    this.#next += 1;
    return this.#next - 1;
  }

  #name(): string {
    return journalName(this.#next - 1);
  }
}
