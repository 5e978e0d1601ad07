import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { childEnvironment } from '../../../simulators/child-environment.ts';

/** Runs a script as an operator does, in a folder without a `.env`, with nothing in the environment but what is given. */
export function runScript(
  name: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const cwd = mkdtempSync(join(tmpdir(), 'handoff-script-'));
  const env = { ...childEnvironment(), ...environment };
  const child = spawn(process.execPath, [resolve('scripts', name), ...words], { cwd, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return new Promise((done) =>
    child.once('close', (code) => {
      rmSync(cwd, { recursive: true, force: true });
      done({ code, output });
    }),
  );
}
