import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';

/** Runs the preflight in a process that takes itself for another version of Node. */
function preflightOn(version: string): {
  readonly exitCode: number | null;
  readonly lines: readonly string[];
} {
  const disguise = `Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}})`;
  const args = ['--import', `data:text/javascript,${disguise}`, 'scripts/preflight.mjs'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 10_000 });
  return { exitCode: status, lines: stderr.split('\n').filter((line) => line !== '') };
}

describe('the preflight', () => {
  test.each(['18.20.8', '20.20.2', '22.18.0'])(
    'refuses Node %s and says in two lines what to do',
    (version) => {
      const { exitCode, lines } = preflightOn(version);
      expect(exitCode).toBe(1);
      expect(lines).toEqual([expect.stringContaining(version), expect.stringContaining('install Node 24')]);
    },
  );

  test.each(['22.19.0', '24.0.0', '26.1.0'])('has nothing to say about Node %s', (version) => {
    expect(preflightOn(version)).toEqual({ exitCode: 0, lines: [] });
  });
});
