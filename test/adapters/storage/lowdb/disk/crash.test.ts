import { spawn } from 'node:child_process';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { sessionId } from '../../../../../src/domain/ids.ts';
import {
  accept,
  ada,
  attempt,
  deliveredTexts,
  lane,
  openSession,
  pendingTexts,
  theSession,
} from '../../../../contracts/session-steps.ts';
import { freshDirectory, type Stored, storedIn } from '../lowdb-directory.ts';

const program = join(import.meta.dirname, 'committing-process.ts');

const kills: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const kill of kills.splice(0)) await kill();
});

/** Starts a real process that commits as fast as it can and names each acknowledged commit. */
function committingProcess(directory: string) {
  const child = spawn(process.execPath, [program, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => acknowledged.push(line));
  const ended = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  const until = async (count: number) => {
    while (acknowledged.length < count && child.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  kills.push(kill);
  return { acknowledged, until, kill };
}

describe('a process that is killed', () => {
  for (const count of [20, 1500]) {
    it(`after ${count} commits has lost none that it acknowledged, and its directory is free at once`, async () => {
      const directory = await freshDirectory();
      const { acknowledged, until, kill } = committingProcess(directory);
      await until(count);
      await kill();
      const { store, clock, logged } = await storedIn(directory);
      clock.pass(365 * 24 * 60 * 60 * 1000);
      expect(acknowledged.length).toBeGreaterThanOrEqual(count);
      expect(logged.filter(({ event }) => event !== 'unfinished-journal-line-cut')).toEqual([]);
      for (const id of new Set(acknowledged.map((line) => line.split(' ')[0] ?? ''))) {
        const texts = await deliveredTexts(store, sessionId(id));
        const mine = acknowledged
          .filter((line) => line.startsWith(`${id} `))
          .map((line) => line.split(' ')[1]);
        expect(texts.slice(0, mine.length)).toEqual(mine);
        expect(texts.length - mine.length).toBeLessThanOrEqual(1);
      }
    });
  }

  it('keeps others out of its directory as long as it lives', async () => {
    const directory = await freshDirectory();
    const { until, kill } = committingProcess(directory);
    await until(1);
    await expect(storedIn(directory)).rejects.toThrow(
      /is in use by another process.*"pid":\d+.*Stop that one/,
    );
    await kill();
    await storedIn(directory);
  });
});

it('a long session is the same after a crash as before', async () => {
  const { store, clock, reopenAsKilled } = await storedIn(await freshDirectory());
  await openSession(store, clock);
  for (let count = 0; count < 250; count++) {
    await accept(store, clock, `${count}`);
    await attempt(store, lane(ada), { as: 'delivered' });
  }
  const before = await theSession(store);
  expect(before.version).toBeGreaterThan(250);
  const killed = await reopenAsKilled();
  expect(await theSession(killed.store)).toEqual(before);
  await accept(killed.store, clock, 'one more');
  const after = await theSession(killed.store);
  expect(await theSession((await killed.reopenAsKilled()).store)).toEqual(after);
});

it('a second store in the same process is kept out as well, until the first is closed', async () => {
  const stored = await storedIn(await freshDirectory());
  await expect(storedIn(stored.directory)).rejects.toThrow(/is in use/);
  await stored.store.close();
  await stored.store.close();
  await storedIn(stored.directory);
});

describe('a crash during a checkpoint', () => {
  /** The states between the start of a fold and its end, made from what a whole fold leaves behind. */
  const statesOfFolding = async (): Promise<{
    readonly before: Stored;
    readonly states: readonly string[];
  }> => {
    const before = await storedIn(await freshDirectory());
    const { store, clock, directory } = before;
    for (const id of [ada, sessionId('bob')]) {
      await openSession(store, clock, id);
      for (const text of ['one', 'two']) await accept(store, clock, text, id);
    }
    const journal = join(await freshDirectory(), 'journal');
    await cp(join(directory, 'journal'), journal, { recursive: true });
    await store.close();
    const make = async (change: (state: string) => Promise<unknown>) => {
      const state = await freshDirectory();
      await cp(join(directory, 'sessions'), join(state, 'sessions'), { recursive: true });
      await cp(journal, join(state, 'journal'), { recursive: true });
      await change(state);
      return state;
    };
    const folders = await readdir(join(directory, 'sessions'));
    const first = folders[0] ?? '';
    return {
      before,
      states: [
        await make((state) => rm(join(state, 'sessions'), { recursive: true })),
        await make((state) => rm(join(state, 'sessions', first), { recursive: true })),
        await make((state) => writeFile(join(state, 'sessions', first, 'session-ada.json.tmp'), '{"sche')),
        await make((state) => writeFile(join(state, 'journal', '00000002.jsonl'), '')),
        await make(async () => {}),
        await make((state) => rm(join(state, 'journal'), { recursive: true })),
      ],
    };
  };

  it('loses nothing and repeats nothing, wherever it comes', async () => {
    const { states } = await statesOfFolding();
    for (const state of states) {
      const stored = await storedIn(state);
      for (const id of [ada, sessionId('bob')]) {
        expect(await pendingTexts(stored.store, id)).toEqual(['one', 'two']);
        expect((await theSession(stored.store, id)).version).toBe(4);
      }
      expect(stored.logged).toEqual([]);
    }
  });

  it('loses no commit that came meanwhile', async () => {
    const { store, clock, reopenAsKilled, reopen } = await storedIn(await freshDirectory());
    const ids = Array.from({ length: 40 }, (_, index) => sessionId(`session-${index}`));
    for (const id of ids) await openSession(store, clock, id);
    clock.pass(60_000);
    const killed: Stored[] = [];
    for (const [index, id] of ids.entries()) {
      await accept(store, clock, 'during', id);
      if (index % 10 === 5) killed.push(await reopenAsKilled());
    }
    for (const [index, each] of killed.entries()) {
      for (const id of ids.slice(0, index * 10 + 6)) {
        expect(await pendingTexts(each.store, id)).toEqual(['during']);
      }
    }
    const closed = await reopen();
    for (const id of ids) expect(await pendingTexts(closed.store, id)).toEqual(['during']);
    expect(await readdir(join(closed.directory, 'journal'))).toEqual([]);
  });

  it('leaves documents that a person can read', async () => {
    const { store, clock, directory, reopen } = await storedIn(await freshDirectory());
    await mkdir(directory, { recursive: true });
    await openSession(store, clock);
    await reopen();
    const files = await readdir(join(directory, 'sessions'), { recursive: true });
    expect(files.filter((file) => file.endsWith('.json'))).toEqual([
      expect.stringMatching(/^..\/session-ada\.json$/),
    ]);
  });
});
