import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const stories = ['there-and-back', 'callback-is-over'];
let folder: string;
let output: string;
let pages: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callbacks-'));
  const files = stories.map((name) => `simulators/scenarios/orchestrator/${name}.yaml`);
  output = await new Promise((resolve) => {
    execFile(
      process.execPath,
      ['simulators/simulate.ts', ...files, '--report', folder],
      (_error, stdout, stderr) => resolve(`${stdout}${stderr}`),
    );
  });
  const names = await readdir(folder);
  pages = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('A report of stories with an orchestrator', () => {
  it('shows callbacks without the right that they carry', () => {
    expect(output).toContain('2 of 2 stories passed');
    const signatures = [output, ...pages].flatMap((text) => text.match(/\bsig=[^\s&"<]*/g) ?? []);
    expect(signatures.length).toBeGreaterThan(5);
    expect([...new Set(signatures)]).toEqual(['sig=••••••']);
  });
});
