import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';

/** Runs the preflight in a process that takes itself for another version of Node, and for another system. */
function preflightOn(
  version: string,
  platform: string = process.platform,
): {
  readonly exitCode: number | null;
  readonly lines: readonly string[];
} {
  const disguise = `Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}});
    Object.defineProperty(process,'platform',{value:'${platform}'})`;
  const args = ['--import', `data:text/javascript,${disguise}`, 'scripts/preflight.mjs'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 10_000 });
  return { exitCode: status, lines: stderr.split('\n').filter((line) => line !== '') };
}

describe('the preflight', () => {
  test.each([
    ['18.20.8', 'linux', 'npm ci'],
    ['20.20.2', 'linux', 'npm ci'],
    ['22.18.0', 'win32', 'winget install'],
    ['22.18.0', 'darwin', 'brew install node@24'],
    ['22.18.0', 'freebsd', 'npm ci'],
  ])('refuses Node %s on %s and says in two lines what to do', (version, platform, mend) => {
    const { exitCode, lines } = preflightOn(version, platform);
    expect(exitCode).toBe(1);
    expect(lines).toEqual([expect.stringContaining(version), expect.stringContaining(mend)]);
  });

  test.each(['22.19.0', '24.0.0', '26.1.0'])('has nothing to say about Node %s', (version) => {
    expect(preflightOn(version)).toEqual({ exitCode: 0, lines: [] });
  });
});
