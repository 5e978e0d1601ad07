import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runScript } from '../adapters/storage/postgres/schema/running-script.ts';
import { type SimulatorsAround, simulatorsAround } from '../end-to-end/simulators-around.ts';
import { bridgeProcess } from '../end-to-end/world.ts';
import {
  databaseOfTheVersionBefore,
  filesOfTheVersionBefore,
  type StoreOfTheVersionBefore,
} from './stores-of-the-version-before.ts';

const token = 'a-token-of-the-operators';

describe.each([
  ['files', filesOfTheVersionBefore],
  ['database', databaseOfTheVersionBefore],
] as const)('On the store of release 0.2.0 (%s)', { timeout: 60_000 }, (_, make) => {
  let around: SimulatorsAround;
  let store: StoreOfTheVersionBefore;
  let environment: Readonly<Record<string, string>>;
  let cwd: string;
  beforeAll(async () => {
    [around, store] = [await simulatorsAround({ expectReplies: false }), await make()];
    environment = { ...around.environment('/nonexistent'), HANDOFF_ADMIN_TOKEN: token, ...store.environment };
    cwd = await mkdtemp(join(tmpdir(), 'handoff-cwd-'));
  });
  afterAll(async () => {
    await around.stop();
    await store.remove();
    await rm(cwd, { recursive: true });
  });

  const bridge = () => bridgeProcess({ url: around.bridgeUrl, environment });
  const found = async () => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${around.bridgeUrl}/admin/sessions/${store.session}`, { headers });
    return response.status;
  };

  it('the service starts, stops and starts again, and has the sessions', async () => {
    for (const script of store.scripts)
      expect(await runScript(script, [], { ...environment, cwd })).toMatchObject({ code: 0 });
    for (const _ of ['after the upgrade', 'on what it wrote itself']) {
      const running = bridge();
      await running.start();
      expect((await fetch(`${around.bridgeUrl}/readyz`)).status).toBe(200);
      expect(await found()).toBe(200);
      expect(await running.stop()).toBe(0);
      expect(running.output()).not.toMatch(/record-set-aside|damaged-record|not-written/);
    }
  });

  it('a version that is older than the last one says so, ends with 1, and changes nothing', async () => {
    await store.makeNewer();
    const before = await store.content();
    const older = await runScript('src/main.ts', [], { ...environment, cwd });
    expect(older.code).toBe(1);
    expect(older.output).toMatch(/The bridge could not start: .* by a newer version/);
    expect(older.output).toMatch(/nothing .*was changed\. Start th\w+ (newer )?version again/);
    expect(await store.content()).toEqual(before);
  });
});
