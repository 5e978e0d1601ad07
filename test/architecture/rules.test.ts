import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cruiseTree } from './cruise-tree.ts';
import { innocents, probes } from './probes.ts';
import { type TemporaryCopy, temporaryCopy } from './temporary-copy.ts';

/** Far fewer than there are, and far more than a run that lost its way would find. */
const filesAtLeast = 150;

const deadFileRule = 'service-has-no-dead-files';

describe('the tree as it is', () => {
  test('breaks no rule', async () => {
    const { files, violations } = await cruiseTree(process.cwd(), ['src', 'simulators', 'test', 'scripts']);
    expect(files.length).toBeGreaterThan(filesAtLeast);
    expect(violations).toEqual([]);
  });
});

describe('the rules', () => {
  let copy: TemporaryCopy;
  let cruised: Awaited<ReturnType<typeof cruiseTree>>;

  beforeAll(async () => {
    copy = await temporaryCopy([...probes, ...innocents]);
    cruised = await cruiseTree(copy.root, ['src', 'simulators', 'test', 'scripts']);
  });
  afterAll(() => copy.remove());

  /** Nothing imports a probe: that each in src is dead as well is asserted once, for all of them. */
  const rulesBrokenBy = (file: string) =>
    cruised.violations
      .filter(({ rule, from }) => from === file && rule !== deadFileRule)
      .map(({ rule }) => rule);

  test('are each broken by a probe', () => {
    expect(new Set([...probes.map(({ rule }) => rule), deadFileRule])).toEqual(new Set(cruised.rules));
  });

  test.each(probes)('report $misdeed as $rule', ({ rule, file }) => {
    expect(rulesBrokenBy(file)).toEqual([rule]);
  });

  test('report a file that the service never reaches', () => {
    const dead = cruised.violations.filter(({ rule }) => rule === deadFileRule).map(({ to }) => to);
    const planted = [...probes, ...innocents]
      .map(({ file }) => file)
      .filter((file) => file.startsWith('src/'));
    expect(new Set(dead)).toEqual(new Set(planted));
  });

  test.each(innocents)('let $file pass', ({ file }) => {
    expect(rulesBrokenBy(file)).toEqual([]);
  });
});
