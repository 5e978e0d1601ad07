import { createReadStream } from 'node:fs';
import { open, readdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Log } from '../../../../application/ports/log.ts';
import { ownerOnly } from './owner-only.ts';
import { syncDirectory } from './sync-directory.ts';

/** What happens to records that cannot be read. As long as anything of a session is noted here, the session is not brought back. */
export interface Quarantine {
  /** Whether anything of a session is here, by the name of its document. */
  has(name: string): boolean;
  /** Takes a document away. */
  moveDocument(path: string, reason: string): Promise<void>;
  /** Takes lines of the journal, under the name of their session or of the place where they stood. */
  copyLines(name: string, lines: readonly string[], reason: string): Promise<void>;
  /** Takes the end of a journal file, from `offset` in bytes on, and cuts it off there. */
  moveEnd(path: string, offset: number): Promise<void>;
}

/** Where records go that cannot be read: nothing is thrown away, and people can look at it. */
export class QuarantineDirectory implements Quarantine {
  readonly #directory: string;
  readonly #log: Log;
  readonly #names: Set<string>;

  private constructor(directory: string, log: Log, names: Set<string>) {
    this.#directory = directory;
    this.#log = log;
    this.#names = names;
  }

  /** The directory must be there. */
  static async open(directory: string, log: Log): Promise<QuarantineDirectory> {
    const files = await readdir(directory);
    return new QuarantineDirectory(
      directory,
      log,
      new Set(files.map((file) => file.replace(/\.(json|jsonl|reason\.txt)$/, ''))),
    );
  }

  /** Also for what was quarantined at an earlier start. */
  has(name: string): boolean {
    return this.#names.has(name);
  }

  async moveDocument(path: string, reason: string): Promise<void> {
    const file = basename(path);
    await this.#explain(basename(path, '.json'), reason);
    await rename(path, join(this.#directory, file));
    await syncDirectory(this.#directory);
  }

  async copyLines(name: string, lines: readonly string[], reason: string): Promise<void> {
    await this.#explain(name, reason);
    await this.#write(`${name}.jsonl`, lines.map((line) => `${line}\n`).join(''));
    await syncDirectory(this.#directory);
  }

  /** Mostly a line that a crash left unfinished; but it may be one that was acknowledged and damaged since. */
  async moveEnd(path: string, offset: number): Promise<void> {
    const name = `journal-${basename(path, '.jsonl')}-${offset}`;
    this.#names.add(name);
    await this.#write(`${name}.reason.txt`, 'the journal ended with it, and it is not whole\n');
    const copy = await open(join(this.#directory, `${name}.jsonl`), 'w', ownerOnly.file);
    try {
      await copy.writeFile(createReadStream(path, { start: offset }));
      await copy.sync();
    } finally {
      await copy.close();
    }
    await syncDirectory(this.#directory);
    const journal = await open(path, 'r+');
    try {
      await journal.truncate(offset);
      await journal.sync();
    } finally {
      await journal.close();
    }
    this.#log.warn(
      { file: basename(path), offset, quarantined: `${name}.jsonl` },
      'unfinished-journal-line-cut',
    );
  }

  async #explain(name: string, reason: string): Promise<void> {
    this.#names.add(name);
    await this.#write(`${name}.reason.txt`, `${reason}\n`);
    this.#log.error({ session: name, directory: this.#directory, reason }, 'record-set-aside');
  }

  async #write(name: string, text: string): Promise<void> {
    const file = await open(join(this.#directory, name), 'w', ownerOnly.file);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  }
}
