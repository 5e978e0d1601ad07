import { createHook } from 'node:async_hooks';
import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/*
 * Loaded into a bridge before its program. At the first signal SIGUSR2 it begins to count the bytes that the bridge allocates on
 * V8's heap, at the second one the promises that it makes in place of them, since to count those allocates as well; at the third
 * one it ends. Each time it writes what it has to the file that BENCH_COUNTS names, with the number of the signal behind it.
 */

const file = process.env.BENCH_COUNTS ?? '';
setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
let signals = 0;
let promises = 0;
let bytes = 0;

const hook = createHook({
  init: (_, type) => {
    if (type === 'PROMISE') promises += 1;
  },
});

const heapUsed = (): number => process.memoryUsage().heapUsed;

process.on('SIGUSR2', () => {
  signals += 1;
  switch (signals % 3) {
    case 1:
      collect();
      promises = 0;
      bytes = -heapUsed();
      break;
    case 2:
      bytes += heapUsed();
      hook.enable();
      break;
    default:
      hook.disable();
  }
  writeFileSync(`${file}.${signals}`, JSON.stringify({ promises, bytes }));
});
