import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Event } from '../../simulators/history/event.ts';
import { leftOver } from './left-over.ts';

const message = z.object({
  direction: z.enum(['to-live-chat', 'to-customer']),
  content: z.object({ kind: z.string(), text: z.string().optional(), messageId: z.string().optional() }),
});

const document = z.object({
  waiting: z.object({ 'to-live-chat': z.array(message), 'to-customer': z.array(message) }),
  deadLetters: z.array(message.extend({ cause: z.string(), diedAt: z.number() })),
});

/** What the files of a bridge that was stopped in an orderly way say of messages that wait and of those that died. */
export async function leftovers(dataDirectory: string): Promise<readonly Event[]> {
  const directory = join(dataDirectory, 'sessions');
  const names = (await readdir(directory, { recursive: true })).filter((name) => name.endsWith('.json'));
  const documents = await Promise.all(
    names.map(async (name) => document.parse(JSON.parse(await readFile(join(directory, name), 'utf8')))),
  );
  const dead = documents.flatMap(({ deadLetters }) => deadLetters);
  const waiting = documents
    .map((each) => each.waiting['to-customer'].length + each.waiting['to-live-chat'].length)
    .reduce((sum, count) => sum + count, 0);
  const letters = dead.map(({ content: { kind, text }, ...letter }) => ({ ...letter, kind, text }));
  return leftOver(letters, waiting, Date.now());
}
