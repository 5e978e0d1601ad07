import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { JSONFile } from 'lowdb/node';
import { z } from 'zod';
import { chatRecord } from './chat-record.ts';
import { type ChatRegistry, chatRegistry, type RegistryContents } from './chat-registry.ts';

const contents = z.object({
  version: z.literal(1),
  chats: z.array(chatRecord),
  answers: z.record(z.string(), z.object({ status: z.number(), body: z.record(z.string(), z.unknown()) })),
});

/** Changes within this time share one write of the file. */
const WRITE_AFTER_MS = 100;

export interface StoredRegistry {
  readonly registry: ChatRegistry;
  /** Writes what is not written yet. */
  readonly close: () => Promise<void>;
}

/**
 * A book that is read from `path` and written back shortly after each change, through a temporary file, so that a
 * crash leaves the old or the new state and never half of one. What changed in the last 100 ms before a crash is lost.
 * Rejects when the file exists and is not a state file: it is for a person to move away.
 */
export async function storedRegistry(path: string): Promise<StoredRegistry> {
  await mkdir(dirname(path), { recursive: true });
  const file = new JSONFile<unknown>(path);
  const registry = chatRegistry(await read(file, path));
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  const write = (): Promise<void> => {
    timer = undefined;
    const state = { version: 1, chats: registry.chats(), answers: Object.fromEntries(registry.answers()) };
    writing = writing.then(() => file.write(state));
    return writing;
  };
  const stopListening = registry.onChange(() => {
    timer ??= setTimeout(write, WRITE_AFTER_MS);
  });

  return {
    registry,
    async close() {
      stopListening();
      if (timer !== undefined) {
        clearTimeout(timer);
        await write();
      }
      await writing;
    },
  };
}

async function read(file: JSONFile<unknown>, path: string): Promise<RegistryContents> {
  try {
    const found = await file.read();
    return found === null ? { chats: [], answers: {} } : contents.parse(found);
  } catch (cause) {
    throw new Error(`${path} is not a state file of the live-chat simulator; move it away to start empty`, {
      cause,
    });
  }
}
