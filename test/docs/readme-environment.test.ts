import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { goodEnvironment } from '../config/good-environment.ts';

const [, block = ''] = /^```sh\n(HANDOFF_PUBLIC_URL=.*?)^```/ms.exec(readFileSync('README.md', 'utf8')) ?? [];
const shown: Readonly<Record<string, string | undefined>> = parseEnv(block);

describe("The README's .env", () => {
  const good = goodEnvironment();
  /** The values that it shows, and fitting ones where it leaves them to the reader. */
  const filled = Object.fromEntries(Object.keys(shown).map((name) => [name, shown[name] || good[name]]));

  it('is a whole configuration once it is filled in', () => {
    expect(() => readConfig(filled)).not.toThrow();
  });

  it.each(Object.keys(good))('has %s, without which nothing starts', (name) => {
    expect(shown).toHaveProperty(name);
    expect(() => readConfig({ ...filled, [name]: undefined })).toThrow();
  });

  it('is empty where a secret or an id belongs', () => {
    expect(Object.keys(shown).filter((name) => shown[name])).toEqual([
      'HANDOFF_PUBLIC_URL',
      'LIVECHAT_BASE_URL',
    ]);
  });
});
