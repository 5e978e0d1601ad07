import { describe, expect, it } from 'vitest';
import { sourceFiles } from './source-files.ts';

/** Files that write to a terminal as they are told, and are told printable texts only, or texts of their own. */
const doors: Readonly<Record<string, string>> = {
  'scripts/say.ts': 'makes what it is given printable',
  'simulators/verify-live-chat/main.ts': 'is told by command.ts',
  'scripts/pack-verifier.ts': 'writes a command whose words are its own',
  'simulators/verify-live-chat/example.ts': 'shows what it has made itself',
};
const writing =
  /(?:console\.(?:log|error|warn|info|debug)|(?:stdout|stderr)\.write|\boutput\.write|around\.write)\(([^;]*)/g;
const isHarmless = (what: string) =>
  /^(?:usage|'[^'$]*'|`[^`$]*`)\s*[,)]/.test(what) || /printable/.test(what) || /^options\.help/.test(what);

describe('What people read in a terminal', () => {
  it('is made printable wherever it is written', async () => {
    const files = await sourceFiles('src', 'scripts', 'simulators');
    expect(files.length).toBeGreaterThan(200);
    const raw = files.flatMap(({ path, text }) => {
      if (path in doors) return [];
      const found = [...text.matchAll(writing)].map(([, what = '']) => what.trim());
      return found.filter((what) => !isHarmless(what)).map((what) => `${path}: ${what.slice(0, 60)}`);
    });
    expect(raw).toEqual([]);
  });
});
