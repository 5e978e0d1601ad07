import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Quarantine } from '../../src/adapters/storage/lowdb/directory/quarantine.ts';

/** Notes what cannot be read of a data directory, and leaves it where it is. */
export class Unreadable implements Quarantine {
  readonly #reasons: Map<string, string>;

  private constructor(reasons: Map<string, string>) {
    this.#reasons = reasons;
  }

  /** `directory` is where a bridge has put what it could not read; it need not be there. */
  static async in(directory: string): Promise<Unreadable> {
    const files = await readdir(directory).catch(() => []);
    const names = files.map((file) => file.replace(/\.(json|jsonl|reason\.txt)$/, ''));
    return new Unreadable(new Map(names.map((name) => [name, 'a bridge has set it aside'])));
  }

  /** What was found, one line each. */
  findings(): readonly string[] {
    return [...this.#reasons].map(([name, reason]) => `${name}: ${reason}`);
  }

  has(name: string): boolean {
    return this.#reasons.has(name);
  }

  async moveDocument(path: string, reason: string): Promise<void> {
    this.#reasons.set(basename(path, '.json'), reason);
  }

  async copyLines(name: string, _: readonly string[], reason: string): Promise<void> {
    this.#reasons.set(name, reason);
  }

  async moveEnd(path: string, offset: number): Promise<void> {
    const reason = `damaged from byte ${offset} to its end: a write that a crash left unfinished, or a damaged commit`;
    this.#reasons.set(`journal/${basename(path)}`, reason);
  }
}
