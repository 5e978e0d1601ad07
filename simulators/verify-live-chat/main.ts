#!/usr/bin/env node
import { runCommand } from './command.ts';

process.exitCode = await runCommand(process.argv.slice(2), {
  env: process.env,
  write: (text) => process.stdout.write(text),
  isColoured: process.stdout.isTTY && process.env.NO_COLOR === undefined,
  ...(process.stdin.isTTY || process.argv.includes('--by-hand') ? { input: process.stdin } : {}),
});
