import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agentZip, topicOf } from './agent-zip.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'solution-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly output: string;
}

function script(name: string, ...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [`scripts/${name}.ts`, ...args],
      { timeout: 20_000 },
      (error, stdout, stderr) => {
        const code = typeof error?.code === 'number' ? error.code : 0;
        resolve({ code, output: stdout + stderr });
      },
    );
  });
}

describe('The scripts', () => {
  it('build a solution that has nothing to mend: 0', async () => {
    const file = join(folder, 'mine.zip');
    expect(await script('solution', '--out', file, '--prefix', 'cr1')).toMatchObject({ code: 0 });
    expect(await script('lint-solution', file)).toEqual({
      code: 0,
      output: 'Handover Agent, 6 topics: nothing to mend\n',
    });
  });

  it('say what is to be mended: 1', async () => {
    const file = join(folder, 'defect.zip');
    await writeFile(file, agentZip({ 'topic.Goodbye': topicOf('Bye', '- kind: EndDialog') }));
    const { code, output } = await script('lint-solution', file);
    expect(code).toBe(1);
    expect(output).toMatch(
      /GoodbyeLiveChat\/data:12: .* \[clashing-phrases\]\nHandover Agent, 7 topics: 1 to mend\n$/,
    );
  });

  it('show names and phrases of a solution as text alone', async () => {
    const file = join(folder, 'hostile.zip');
    const topic = topicOf('"Bye \\e]0;owned\\a\\u009b\\u202e"', '- kind: EndDialog');
    await writeFile(file, agentZip({ 'topic.Goodbye': topic, 'topic.Ot\u009b\u202eher': topic }));
    const { output } = await script('lint-solution', file);
    expect(output).toContain(': Ot\\u009b\\u202eher: "Bye \\u001b]0;owned\\u0007\\u009b\\u202e" begins');
    for (const control of ['\u001b', '\u0007', '\u009b', '\u202e']) expect(output).not.toContain(control);
  });

  it('end with 2 for what is no solution, and for what they do not understand', async () => {
    const file = join(folder, 'none.zip');
    await writeFile(file, 'hello');
    const ends = await Promise.all([
      script('lint-solution', file),
      script('lint-solution'),
      script('solution', '--prefix', '?'),
    ]);
    expect(ends.map(({ code }) => code)).toEqual([2, 2, 2]);
    expect(ends.map(({ output }) => output.split('\n')[0])).toEqual([
      'the zip:1: is not a zip: invalid zip data',
      'One solution, please.',
      '  --prefix has to be 2 to 8 lower-case letters and digits',
    ]);
  });
});
