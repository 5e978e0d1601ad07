import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** Writes files that settings name. They are removed after the tests of the file that calls this. */
export function settingFiles(): (text: string) => string {
  const directory = mkdtempSync(join(tmpdir(), 'handoff-config-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  return (text) => {
    const path = join(directory, `${randomBytes(6).toString('hex')}.json`);
    writeFileSync(path, text);
    return path;
  };
}
