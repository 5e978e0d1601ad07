/*
 * Runs vitest with variables in the environment, in any shell: node scripts/vitest-with.mjs NAME=value … run test/domain
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const isVariable = (word) => /^[A-Z][A-Z0-9_]*=/.test(word);
const words = process.argv.slice(2);
const rest = words.slice(words.findIndex((word) => !isVariable(word)));
for (const word of words.slice(0, words.length - rest.length)) {
  const [name, ...value] = word.split('=');
  process.env[name] = value.join('=');
}
const program = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
process.argv.splice(1, process.argv.length, program, ...rest);
await import(pathToFileURL(program).href);
