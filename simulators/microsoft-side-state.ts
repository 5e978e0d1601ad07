import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { JSONFile } from 'lowdb/node';
import { z } from 'zod';
import { conversationRecordSchema } from './copilot-studio/conversation.ts';
import { chatRecordSchema } from './teams/chat.ts';

const stateSchema = z.object({
  version: z.literal(1),
  chats: z.array(chatRecordSchema).readonly(),
  conversations: z.array(conversationRecordSchema).readonly(),
});

type State = Omit<z.infer<typeof stateSchema>, 'version'>;

export interface StateFile {
  readonly restored: State;
  /** Names what is to be written; called anew for every write. */
  keep(current: () => State): void;
  /** Writes within 200 ms; more changes until then are written with it. */
  changed(): void;
  /** Writes what is not yet written. */
  close(): Promise<void>;
}

const writeWithinMs = 150;
const nothing: State = { chats: [], conversations: [] };

/** Opens a JSON file of chats and topics. Rejects when there is one that cannot be read. No path: nothing is kept. */
export async function openStateFile(path: string | undefined): Promise<StateFile> {
  if (path === undefined)
    return {
      restored: nothing,
      keep: () => undefined,
      changed: () => undefined,
      close: async () => undefined,
    };
  await mkdir(dirname(path), { recursive: true });
  const file = new JSONFile<unknown>(path);
  const restored = await read(file, path);
  let current = () => restored;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const write = () => {
    timer = undefined;
    writing = writing.then(() => file.write({ version: 1, ...current() }));
  };
  return {
    restored,
    keep: (state) => {
      current = state;
    },
    changed: () => {
      timer ??= setTimeout(write, writeWithinMs);
    },
    close: async () => {
      if (timer) {
        clearTimeout(timer);
        write();
      }
      await writing;
    },
  };
}

async function read(file: JSONFile<unknown>, path: string): Promise<State> {
  try {
    const content = await file.read();
    return content === null ? nothing : stateSchema.parse(content);
  } catch (cause) {
    throw new Error(`${path} is not a state file of the Microsoft side; delete it to start afresh.`, {
      cause,
    });
  }
}
