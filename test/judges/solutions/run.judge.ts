import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../../simulators/simulate/run/command.ts';
import { cases } from './cases.ts';

describe('A run of stories', () => {
  it('fails where a topic stopped, in table, page and JUnit, though all steps went well', async () => {
    const stopped = cases.find(({ name }) => name === 'stopped-but-passed');
    const directory = await mkdtemp(join(tmpdir(), 'stopped-'));
    const written: string[] = [];
    const output = { write: (text: string) => written.push(text) };
    const args = [stopped?.story ?? '', '--solution', stopped?.zip ?? '', '--report', directory];
    expect(await simulate(args, output)).toBe(1);
    const place = /topic\.Start\/data:9: .*Start.*, b: the action SearchAndSummarizeContent/;
    expect(written.join('')).toMatch(place);
    expect(await readFile(join(directory, 'junit.xml'), 'utf8')).toMatch(/<failure.*topic\.Start\/data:9/s);
    await rm(directory, { recursive: true });
  }, 60_000);
});
