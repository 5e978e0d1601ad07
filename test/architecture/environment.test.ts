import { describe, expect, test } from 'vitest';
import { type SourceFile, sourceFiles } from './source-files.ts';

/** Every way to the environment, comments included: a mention elsewhere is at best a hint to something hidden. */
const environment =
  /\bprocess\s*\??\.\s*(env|loadEnvFile)\b|\bprocess\s*\[|\}\s*=\s*process\b|['"](node:)?process['"]/;

/** config.ts says what the settings are, main.ts hands the environment to it. */
const readers: ReadonlySet<string> = new Set(['src/config/config.ts', 'src/main.ts']);

function readsEnvironment({ path, text }: SourceFile): boolean {
  return !readers.has(path) && environment.test(text);
}

describe('the environment', () => {
  test('is read by the configuration alone', async () => {
    const service = await sourceFiles('src');
    expect(service.length).toBeGreaterThan(80);
    expect(service.filter(readsEnvironment).map(({ path }) => path)).toEqual([]);
  });

  test.each([
    'export const port = process.env.PORT;',
    "export const port = process?.env['PORT'];",
    "export const port = process['env'].PORT;",
    'const { env } = process;',
    "import { env } from 'node:process';",
    "process.loadEnvFile('.env');",
  ])('is noticed in `%s`', (text) => {
    expect(readsEnvironment({ path: 'src/adapters/system/probe.ts', text })).toBe(true);
  });

  test.each(['const incoming = c.env.incoming;', 'const owner = process.pid;'])('is not in `%s`', (text) => {
    expect(readsEnvironment({ path: 'src/adapters/system/probe.ts', text })).toBe(false);
  });
});
