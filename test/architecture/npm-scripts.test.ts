import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

/** What a POSIX shell runs and cmd.exe does not, by what it would be called. */
const unknownToCmd: Readonly<Record<string, RegExp>> = {
  'a variable before the command': /(^|&&\s*)[A-Z_][A-Z0-9_]*=\S* /,
  'the builtin exec': /(^|&&\s*)exec /,
  'quotes that are none': /'/,
  'a value of the shell': /\$|`/,
  'commands one after the other': /;/,
  'a command in the background': /[^&]&([^&]|$)/,
  'a program of POSIX': /(^|&&\s*)(sh|bash|rm|cp|mv|mkdir|cat|export|env|true|test|\.\/\S+)( |$)/,
};

const unknownIn = (script: string): readonly string[] =>
  Object.entries(unknownToCmd).flatMap(([what, pattern]) => (pattern.test(script) ? [what] : []));

describe('The npm scripts', () => {
  it.each(Object.entries(manifest.scripts))('%s runs in cmd.exe as well', (_, script) => {
    expect(unknownIn(script)).toEqual([]);
  });

  it.each([
    'FUZZ=1 vitest run',
    'exec node src/main.ts',
    "vitest -t 'a name'",
    'node $HOME/x.ts',
    'node a.ts; node b.ts',
    'node a.ts & node b.ts',
    'node a.ts && rm -rf out',
  ])('would not, were one of them %s', (script) => {
    expect(unknownIn(script)).toHaveLength(1);
  });
});

describe('A program that an npm script starts', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'with-parent-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  it('is asked to stop when the shell between npm and it is gone', async () => {
    const [ready, stopped] = [join(directory, 'ready'), join(directory, 'stopped')];
    const program = `const { writeFileSync } = require('node:fs');
      process.once('SIGTERM', () => { writeFileSync(${JSON.stringify(stopped)}, ''); process.exit(); });
      setTimeout(() => process.exit(), 15000);
      writeFileSync(${JSON.stringify(ready)}, '');`;
    // A second command keeps the shell from becoming the program.
    const shell = spawn('sh', [
      '-c',
      '"$0" --import ./scripts/with-parent.mjs -e "$1"; true',
      process.execPath,
      program,
    ]);
    await expect.poll(() => existsSync(ready), { timeout: 10_000 }).toBe(true);
    shell.kill('SIGKILL');
    await expect.poll(() => existsSync(stopped), { timeout: 10_000 }).toBe(true);
  });

  it('gets the variables that its script names', async () => {
    const [config, seen] = [join(directory, 'probe.config.mjs'), join(directory, 'seen')];
    await writeFile(
      config,
      `import { writeFileSync } from 'node:fs';
      writeFileSync(${JSON.stringify(seen)}, process.env.PROBE + ' ' + process.argv.slice(2).join(' '));
      export default { test: { include: [] } };`,
    );
    const words = ['PROBE=a=b', 'run', '--passWithNoTests', '--config', config];
    const child = spawn(process.execPath, ['scripts/vitest-with.mjs', ...words], { stdio: 'ignore' });
    await new Promise((resolve) => child.once('close', resolve));
    expect(await readFile(seen, 'utf8')).toBe(`a=b ${words.slice(1).join(' ')}`);
  });
});
