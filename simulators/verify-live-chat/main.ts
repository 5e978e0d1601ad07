#!/usr/bin/env node
import { runCommand } from './command.ts';

/** The first Ctrl+C ends what was opened, the second one the process. */
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stopping.abort();
    process.once(signal, () => process.exit(130));
  });
}

const code = await runCommand(process.argv.slice(2), {
  env: process.env,
  write: (text) => process.stdout.write(text),
  isColoured: process.stdout.isTTY && process.env.NO_COLOR === undefined,
  interruption: stopping.signal,
  ...(process.stdin.isTTY || process.argv.includes('--by-hand') ? { input: process.stdin } : {}),
});
process.exitCode = code;
// What was interrupted may still wait for something.
if (stopping.signal.aborted) process.exit(code);
