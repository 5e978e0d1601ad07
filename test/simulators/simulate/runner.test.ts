import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Ended {
  readonly code: number;
  readonly output: string;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runner-'));
  await writeFile(join(folder, 'hears.yaml'), story('Hears', 'tags: [smoke]\n', '  - agent says: Hello\n'));
  await writeFile(join(folder, 'waits.yaml'), story('Waits', '', '  - agent sees: Never said\n'));
  await writeFile(
    join(folder, 'zendesk.yaml'),
    story('Is about Zendesk', 'with: { live chat: zendesk }\n', '  - agent says: Hello\n'),
  );
});
afterAll(() => rm(folder, { recursive: true }));

const story = (title: string, more: string, steps: string): string =>
  `story: ${title}\nwhy: To see it.\n${more}steps:
  - customer says: I want to talk with a person
  - customer says: My invoice is wrong
  - agent joins: Dana
${steps}`;

const command = resolve('simulators/simulate.ts');

/** The command in the folder of the stories, where it keeps which of them failed. */
const simulate = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  new Promise((done) => {
    const options = { cwd: folder, env: { ...process.env, GITHUB_ACTIONS: '', ...env } };
    execFile(process.execPath, [command, ...args], options, (error, stdout, stderr) =>
      done({ code: Number(error?.code ?? 0), output: `${stdout}${stderr}` }),
    );
  });

describe('npm run simulate', () => {
  it('chooses stories by a word of their title or file, and by their tags', async () => {
    for (const args of [
      ['--grep', 'HEARS'],
      ['--tag', 'smoke'],
    ]) {
      const { code, output } = await simulate([...args, '.']);
      expect(code, output).toBe(0);
      expect(output).toContain('1 of 1 stories passed');
    }
    expect(await simulate(['--tag', 'smok', '.'])).toMatchObject({
      code: 2,
      output: expect.stringContaining('Did you mean "smoke"?'),
    });
    expect(await simulate(['--grep', 'nothing like it', '.'])).toMatchObject({ code: 2 });
  }, 60_000);

  it('plays each several times with seeds of its own, and begins none after enough failures', async () => {
    const { code, output } = await simulate(
      ['--repeat', '2', '--max-failures', '1', '--at-once', '1', '--seed', 'abc', 'waits.yaml', 'hears.yaml'],
      { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: folder },
    );
    expect(code, output).toBe(1);
    expect(output).toMatch(/✗ Waits \(time 1\)/);
    expect(output).toMatch(/– Waits \(time 2\) +1 had failed before it/);
    expect(output).toContain('0 of 4 stories passed, 1 failed, 3 left out. Seed abc.');
    expect(output).toMatch(
      /^::error file=waits\.yaml,line=7,title=Waits \(time 1\)::The agent did not see "Never said"\.%0A/m,
    );
    expect((await simulate(['--repeat', '2', '--seed', 'abc', 'hears.yaml'])).output).toContain(
      '2 of 2 stories passed',
    );
  }, 60_000);

  it('plays again what failed last, wherever it lies, until it passes', async () => {
    await simulate(['hears.yaml', 'waits.yaml']);
    expect(JSON.parse(await readFile(join(folder, 'data/simulate/last-failed.json'), 'utf8'))).toEqual([
      'waits.yaml',
    ]);
    const again = await simulate(['--last-failed']);
    expect(again.code).toBe(1);
    expect(again.output).toContain('0 of 1 stories passed, 1 failed');
    await writeFile(join(folder, 'waits.yaml'), story('Waits', '', '  - agent says: Hello\n'));
    expect(await simulate(['--last-failed'])).toMatchObject({ code: 0 });
    expect((await simulate(['--last-failed'])).output).toContain('No story failed');
  }, 60_000);

  it('shows in its exit code that stories were left out, where that is asked for', async () => {
    const args = ['--live-chat', 'reference', 'hears.yaml', 'zendesk.yaml'];
    const lenient = await simulate(args);
    expect(lenient).toMatchObject({
      code: 0,
      output: expect.stringContaining('1 of 2 stories passed, 1 left out'),
    });
    expect(lenient.output).toMatch(/– Is about Zendesk +The story is about zendesk\./);
    expect(await simulate([...args, '--require-all'])).toMatchObject({ code: 3 });
  }, 60_000);

  it('names an option that there is not in one line, and tells GitHub of what is no story', async () => {
    expect(await simulate(['--grpe', 'a'])).toEqual({
      code: 2,
      output: 'There is no option --grpe. Did you mean "--grep"? --help lists all.\n',
    });
    await writeFile(join(folder, 'typo.txt'), 'story: A, b: c\n');
    const { code, output } = await simulate(['typo.txt'], { GITHUB_ACTIONS: 'true' });
    expect(code).toBe(2);
    expect(output).toMatch(/^::error file=[^:]*typo\.txt,line=1,title=This is no story::/m);
  });

  it('watches, and plays again what changes, until it is interrupted', async () => {
    const child = spawn(process.execPath, [command, '--watch', '.', '--grep', 'hears'], { cwd: folder });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += String(chunk);
      });
    const exited = new Promise<number | null>((done) => child.once('exit', done));
    const seen = (text: string) => expect.poll(() => output, { timeout: 20_000 }).toContain(text);
    await seen('Watching.');
    expect(output).toContain('1 of 1 stories passed');
    output = '';
    await writeFile(
      join(folder, 'hears.yaml'),
      story('Hears', 'tags: [smoke]\n', '  - agent sees: Nothing\n'),
    );
    await seen('Watching.');
    expect(output).toContain('0 of 1 stories passed, 1 failed');
    child.kill('SIGINT');
    expect(await exited, output).toBe(1);
  }, 60_000);
});
