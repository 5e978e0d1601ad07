import { lowdbStore } from '../../../../../src/adapters/storage/lowdb/lowdb-store.ts';
import { sessionId } from '../../../../../src/domain/ids.ts';
import { accept, openSession } from '../../../../contracts/session-steps.ts';
import { testClock } from '../../../../contracts/test-clock.ts';

/** How many commits come between two folds. */
const foldEvery = 60;

/** Commits until it is killed, in eight sessions at once, and names on standard output what was acknowledged. */
const clock = testClock();
const log = { info() {}, warn() {}, error() {} };
const store = await lowdbStore({ directory: process.argv[2] ?? '', clock, log });

async function commitForEver(id: string): Promise<never> {
  await openSession(store, clock, sessionId(id));
  for (let count = 0; ; count++) {
    await accept(store, clock, `${count}`, sessionId(id));
    process.stdout.write(`${id} ${count}\n`);
    if (count % foldEvery === foldEvery - 1) clock.pass(30_000);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, index) => commitForEver(`session-${index}`)));
