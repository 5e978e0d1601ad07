import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Ended {
  readonly code: number;
  readonly output: string;
}

/** The command as people start it. */
function simulate(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['simulators/simulate.ts', ...args], (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), output: `${stdout}${stderr}` }),
    );
  });
}

const beginning = `  - customer says: I want to talk with a person
  - customer says: My <b>invoice</b> is wrong
  - agent joins: Dana
`;
const story = (title: string, steps: string) =>
  `story: ${title}\nwhy: To see it.\nsteps:\n${beginning}${steps}`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stories-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('What is said in a story', () => {
  it('reaches the terminal as text alone', async () => {
    const file = join(folder, 'hostile.yml');
    const hostile = '"a\\e]0;owned\\a\\u009b31m\\u202eb"';
    await writeFile(file, story(hostile, `  - customer sees: ${hostile}\n`));
    const { code, output } = await simulate(file);
    expect(code).not.toBe(0);
    expect(output).toContain('a\\u001b]0;owned\\u0007\\u009b31m\\u202eb');
    for (const control of ['\u001b', '\u0007', '\u009b', '\u202e']) expect(output).not.toContain(control);
    await rm(file);
  }, 60_000);
});

describe('npm run simulate', () => {
  describe('with a story that goes well, one that does not, and one that breaks a promise', () => {
    let ended: Ended;
    const report = (name: string) => readFile(join(folder, 'out', name), 'utf8');
    beforeAll(async () => {
      const steps = '  - agent says: Hello\n  - customer sees: Goodbye\n  - customer says: Never said\n';
      const doubled = '  - next message to teams arrives twice:\n  - agent says: Once\n';
      await writeFile(
        join(folder, 'good.yaml'),
        story('Goes well', '  - agent says: Hello\n  - customer sees: Hello\n'),
      );
      await writeFile(join(folder, 'wrong.yaml'), story('Sees something else', steps));
      await writeFile(join(folder, 'twice.yaml'), story('Shows twice', doubled));
      ended = await simulate(folder, '--seed', 'abc', '--report', join(folder, 'out'));
    }, 90_000);

    it('ends with 1, and says what was seen instead, where, and with which seed', () => {
      expect(ended.code, ended.output).toBe(1);
      expect(ended.output).toMatch(/✓ Goes well/);
      expect(ended.output).toMatch(/✗ Sees something else/);
      expect(ended.output).toMatch(/wrong\.yaml:8: Sees something else: failed/);
      expect(ended.output).toContain('Robin Lee did not see "Goodbye".\n    What there was instead:');
      expect(ended.output).toMatch(/- Dana: Hello/);
      expect(ended.output).toContain('1 of 3 stories passed, 2 failed. Seed abc.');
    });

    it('holds the bridge to its promises', () => {
      expect(ended.output).toMatch(/twice\.yaml:8: Shows twice: failed\n\s+I2, no silent duplicate/);
    });

    it('writes a page for each story that shows what happened and needs nothing else', async () => {
      expect((await readdir(join(folder, 'out'))).toSorted()).toEqual([
        'good.html',
        'index.html',
        'junit.xml',
        'twice.html',
        'wrong.html',
      ]);
      const page = await report('wrong.html');
      expect(page).toContain('class="verdict failed"');
      expect(page).toContain('did not see &quot;Goodbye&quot;');
      expect(page).toContain('<svg ');
      expect(page).toContain('My &lt;b&gt;invoice&lt;/b&gt; is wrong');
      expect(page).not.toContain('<b>invoice</b>');
      expect(page).toContain('POST /api/messages/proactive');
      expect(page).toMatch(/I8: Everything arrives/);
      expect(page).toMatch(/class="not-reached"(.|\n)*Never said/);
      expect(page).not.toMatch(
        /<script|src=|@import|url\(|https?:\/\/(?!127\.0\.0\.1|www\.w3\.org)[^"]*"\s*>/,
      );
      expect(await report('index.html')).toContain('href="good.html"');
    });

    it('lets no token and no secret into a page', async () => {
      for (const name of ['good.html', 'wrong.html', 'twice.html']) {
        expect(await report(name)).not.toMatch(/eyJ[\w-]+\.[\w-]+\.|whsec_|Bearer |client_secret=(?!•)/);
      }
    });

    it('writes junit.xml with one case for each story', async () => {
      const { testsuites } = new XMLParser({ ignoreAttributes: false }).parse(await report('junit.xml'));
      expect(testsuites['@_tests']).toBe('3');
      expect(testsuites['@_failures']).toBe('2');
      const wrong = testsuites.testsuite.testcase.find((each: object) =>
        Object.values(each).includes('Sees something else'),
      );
      expect(wrong.failure['@_message']).toContain('line 8: Robin Lee did not see');
    });
  });

  it('ends with 2 when a story cannot be read, and names file, line and the nearest verb', async () => {
    const file = join(folder, 'unreadable.yml');
    await writeFile(file, 'story: A story\nwhy: It is wrong.\nsteps:\n  - customer sais: Hello\n');
    const { code, output } = await simulate(file);
    expect(code).toBe(2);
    expect(output).toMatch(/unreadable\.yml:4: "customer sais" is no verb\. Did you mean "customer says"\?/);
  });

  it.each([['--seeed'], ['--at-once', 'many'], ['no-such-folder']])(
    'ends with 2 for %s %s',
    async (...args) => {
      const { code, output } = await simulate(...args.filter((each) => each !== undefined));
      expect(code).toBe(2);
      expect(output).not.toContain('    at ');
    },
  );

  it('lists its verbs', async () => {
    const { code, output } = await simulate('--verbs');
    expect(code).toBe(0);
    expect(output).toContain("agent's reply arrives twice");
  });
});
