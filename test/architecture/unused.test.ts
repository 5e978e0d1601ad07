import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type TemporaryCopy, temporaryCopy } from './temporary-copy.ts';

const named = z.array(z.object({ name: z.string() }));
const findings = z.object({
  files: z.array(z.string()),
  issues: z.array(z.object({ file: z.string(), exports: named, types: named, devDependencies: named })),
});

const planted = [
  { file: 'src/domain/probe.ts', source: 'export const unused = 1;\n' },
  { file: 'simulators/teams/probe.ts', source: 'export const unused = 1;\n' },
  {
    file: 'simulators/teams/page/probe.js',
    source: "import { greet } from './../probe-page.js';\ngreet();\n",
  },
  { file: 'simulators/teams/probe-page.js', source: 'export const greet = () => {};\n' },
  {
    file: 'scripts/probe.mjs',
    source: "import { one } from './probe/parts.mjs';\nprocess.exitCode = one;\n",
  },
  {
    file: 'scripts/probe/parts.mjs',
    source: 'export const one = 1;\nexport const two = 2;\n',
  },
  {
    file: 'test/probe.test.ts',
    source: "import type { One } from './probe-types.ts';\nexport const one: One = 1;\n",
  },
  {
    file: 'test/probe-types.ts',
    source: 'type Part = 1;\nexport type One = Part;\nexport type Two = 2;\n',
  },
];

/** knip ends with 1 when it has findings, which the probes make sure of. */
function knip(root: string): Promise<z.infer<typeof findings>> {
  return new Promise((resolve, reject) => {
    const args = ['node_modules/knip/bin/knip.js', '--reporter', 'json'];
    execFile(process.execPath, args, { cwd: root, timeout: 60_000 }, (error, stdout) => {
      if (error !== null && error.code !== 1) reject(error);
      else resolve(findings.parse(JSON.parse(stdout)));
    });
  });
}

describe('what is unused', () => {
  let copy: TemporaryCopy;
  let found: z.infer<typeof findings>;

  beforeAll(async () => {
    copy = await temporaryCopy(planted);
    found = await knip(copy.root);
  }, 90_000);
  afterAll(() => copy.remove());

  const findingsIn = (path: string) => found.issues.find(({ file }) => file === path);

  test.each(['src/domain/probe.ts', 'simulators/teams/probe.ts'])(
    'is reported when it is the file %s',
    (file) => {
      expect(found.files).toContain(file);
    },
  );

  test('is reported when it is an export', () => {
    expect(findingsIn('scripts/probe/parts.mjs')?.exports).toEqual([{ name: 'two' }]);
  });

  test('is reported when it is a type', () => {
    expect(findingsIn('test/probe-types.ts')?.types).toEqual([{ name: 'Two' }]);
  });

  test('is reported when it is a package, as fast-check is without the tests', () => {
    expect(findingsIn('package.json')?.devDependencies).toContainEqual({ name: 'fast-check' });
  });

  test.each([
    'src/main.ts',
    'simulators/teams/page/probe.js',
    'simulators/teams/probe-page.js',
    'scripts/probe.mjs',
  ])('is not %s, which is started from outside or used by what is', (file) => {
    expect(found.files).not.toContain(file);
  });
});
