import { createHash } from 'node:crypto';
import { access, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Low, LowSync } from 'lowdb';
import type { SessionId } from '../../../../domain/ids.ts';
import type { SessionDocument } from '../../record/session-document.ts';
import { ownerOnly } from '../directory/owner-only.ts';
import { syncDirectory } from '../directory/sync-directory.ts';
import { jsonFileToRead, syncedJsonFile, temporaryOf } from './synced-json-file.ts';

const hash = (id: string): string => createHash('sha256').update(id).digest('hex');

/** The id itself wherever it can be a file name on every system. */
export const documentName = (id: SessionId): string =>
  /^[A-Za-z0-9_-]{1,100}$/.test(id) ? id : `~${hash(id)}`;

/** The documents, one lowdb file a session, spread over 256 folders. */
export class DocumentFiles {
  readonly #directory: string;
  readonly #folders = new Map<string, Promise<void>>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  pathOf(id: SessionId): string {
    return join(this.#folderOf(id), `${documentName(id)}.json`);
  }

  /** Durable when it resolves. */
  async write(id: SessionId, document: SessionDocument): Promise<void> {
    await this.#make(this.#folderOf(id));
    const low = new Low<SessionDocument>(syncedJsonFile(this.pathOf(id)), document);
    await low.write();
  }

  /** Durable when it resolves. Without effect where there is none. */
  async remove(id: SessionId): Promise<void> {
    const path = this.pathOf(id);
    const isThere = await access(dirname(path)).then(
      () => true,
      () => false,
    );
    if (!isThere) return;
    for (const each of [temporaryOf(path), path]) await rm(each, { force: true });
    await syncDirectory(dirname(path));
  }

  /** The paths of all documents. Whatever else lies among them is none. */
  async list(): Promise<readonly string[]> {
    const entries = await readdir(this.#directory, { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory() && /^[0-9a-f]{2}$/.test(entry.name));
    const paths = await Promise.all(folders.map(({ name }) => documentsIn(join(this.#directory, name))));
    return paths.flat();
  }

  #folderOf(id: SessionId): string {
    return join(this.#directory, hash(id).slice(0, 2));
  }

  #make(folder: string): Promise<void> {
    const made = this.#folders.get(folder) ?? this.#makeDurably(folder);
    this.#folders.set(folder, made);
    return made;
  }

  async #makeDurably(folder: string): Promise<void> {
    try {
      await mkdir(folder, { recursive: true, mode: ownerOnly.directory });
      await syncDirectory(this.#directory);
    } catch (error) {
      this.#folders.delete(folder);
      throw error;
    }
  }
}

async function documentsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json') && !entry.name.startsWith('.'))
    .map(({ name }) => join(folder, name));
}

/**
 * What a document holds, whatever it is; the caller judges it. Throws when it is no JSON. Reads at once, which costs a
 * fraction of four detours through other threads: for the start alone.
 */
export function readDocument(path: string): unknown {
  const low = new LowSync<unknown>(jsonFileToRead(path), null);
  low.read();
  return low.data;
}
