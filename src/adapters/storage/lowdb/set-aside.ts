import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Log } from '../../../application/ports/log.ts';
import { syncDirectory } from './sync-directory.ts';

/**
 * Where records go that cannot be read: nothing is thrown away, and people can look at it. As long as anything of a
 * session lies here, the session is not brought back from what else is left of it.
 */
export class SetAside {
  readonly #directory: string;
  readonly #log: Log;
  readonly #names: Set<string>;

  private constructor(directory: string, log: Log, names: Set<string>) {
    this.#directory = directory;
    this.#log = log;
    this.#names = names;
  }

  static async open(directory: string, log: Log): Promise<SetAside> {
    await mkdir(directory, { recursive: true });
    const files = await readdir(directory);
    return new SetAside(
      directory,
      log,
      new Set(files.map((file) => file.replace(/\.(json|jsonl|reason\.txt)$/, ''))),
    );
  }

  /** Whether anything of a session was set aside, now or at an earlier start. */
  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Moves a document here. */
  async moveDocument(path: string, reason: string): Promise<void> {
    const file = basename(path);
    await this.#explain(basename(path, '.json'), reason);
    await rename(path, join(this.#directory, file));
    await syncDirectory(this.#directory);
  }

  /** Copies lines of the journal here, under the name of their session or of the place where they stood. */
  async copyLines(name: string, lines: readonly string[], reason: string): Promise<void> {
    await this.#explain(name, reason);
    await writeFile(join(this.#directory, `${name}.jsonl`), lines.map((line) => `${line}\n`).join(''));
    await syncDirectory(this.#directory);
  }

  async #explain(name: string, reason: string): Promise<void> {
    this.#names.add(name);
    await writeFile(join(this.#directory, `${name}.reason.txt`), `${reason}\n`);
    this.#log.error({ session: name, directory: this.#directory, reason }, 'record-set-aside');
  }
}
