import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { sessionId } from '../../src/domain/ids.ts';
import { freshDirectory, storedIn } from '../adapters/storage/lowdb/lowdb-directory.ts';
import { accept, openSession, pendingTexts } from '../contracts/session-steps.ts';
import { storagePoints } from './dying-files.ts';

const program = join(import.meta.dirname, 'dying-process.ts');

/** Runs a process until it dies at the point; gives what it had acknowledged, and what killed it. */
async function dyingAt(point: string, directory: string) {
  const child = spawn(process.execPath, [program, directory, point], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => acknowledged.push(line));
  const signal = await new Promise((resolve) => child.once('close', (_, by) => resolve(by)));
  return { signal, acknowledged };
}

it.each(storagePoints)('kill -9 %s loses nothing that was acknowledged', async (point) => {
  const directory = await freshDirectory();
  const { signal, acknowledged } = await dyingAt(point, directory);
  expect(signal).toBe('SIGKILL');
  const { store, clock, logged } = await storedIn(directory);
  clock.pass(24 * 60 * 60_000);
  expect(logged.filter(({ event }) => event !== 'unfinished-journal-line-cut')).toEqual([]);
  if (point.includes('format')) {
    expect(acknowledged).toEqual([]);
    await openSession(store, clock, sessionId('ada'));
  }
  const texts = await pendingTexts(store, sessionId('ada'));
  expect(texts.slice(0, acknowledged.length)).toEqual(acknowledged);
  expect(texts.length - acknowledged.length).toBeLessThanOrEqual(1);
  await accept(store, clock, 'one more', sessionId('ada'));
  expect(await pendingTexts(store, sessionId('ada'))).toEqual([...texts, 'one more']);
});
