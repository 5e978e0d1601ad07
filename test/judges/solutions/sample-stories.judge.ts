import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { simulate } from '../../../simulators/simulate/run/command.ts';

const sample = `${process.env.VENDOR_SPECS ?? '../shared/specs'}/HandoverAgentSample.zip`;
const page = readFileSync(new URL('../../../docs/solution.md', import.meta.url), 'utf8');

/** Rows of the table of stories that do not play, such as `queue/agents-gone`. */
const told = [...page.matchAll(/^\| `([a-z-]+\/[a-z-]+)` \|/gm)].map(([, name]) => name).sort();

it("The stories that do not play on Microsoft's sample are those that the documentation names", async () => {
  const written: string[] = [];
  const output = { write: (text: string) => written.push(text) };
  await simulate(['simulators/scenarios', '--solution', sample], output);
  const failed = written.join('').matchAll(/^simulators\/scenarios\/(\S+)\.yaml:\d+: .*: failed$/gm);
  expect([...failed].map(([, name]) => name).sort()).toEqual(told);
}, 900_000);
