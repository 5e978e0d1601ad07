import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { childEnvironment } from '../../../../../simulators/child-environment.ts';

export interface ScriptEnd {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a file of this project, with these settings and no others, in a directory without an .env. */
export function runScript(
  script: string,
  args: readonly string[],
  { cwd, ...environment }: Readonly<Record<string, string>> & { readonly cwd: string },
): Promise<ScriptEnd> {
  return new Promise((done, reject) => {
    const env = { ...childEnvironment(), ...environment };
    const child = spawn(process.execPath, [resolve(script), ...args], { env, cwd });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    child.once('error', reject);
    child.once('close', (code) => done({ code, output }));
  });
}
