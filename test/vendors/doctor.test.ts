import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freePort } from '../../simulators/free-port.ts';
import { runScript } from '../adapters/admin/running-script.ts';
import { type RunningBridge, startRunningBridge } from '../adapters/http/running-bridge.ts';
import { wrongValues } from '../config/wrong-values.ts';
import { credentialsPlayed } from './credentials-played.ts';

let world: RunningBridge;
let directory: string;
beforeAll(async () => {
  world = await startRunningBridge();
  directory = await mkdtemp(join(tmpdir(), 'handoff-doctor-'));
});
afterAll(async () => {
  await world.stop();
  await rm(directory, { recursive: true });
});

const point = z.object({
  tried: z.string(),
  result: z.enum(['fine', 'wrong', 'unknown']),
  came: z.string(),
  advice: z.string().optional(),
});
const examined = z.object({ parts: z.array(z.object({ part: z.string(), points: z.array(point) })) });

/** With the settings of the running bridge, but for these. */
async function doctor(settings: Readonly<Record<string, string>> = {}) {
  const environment = {
    ...world.settings,
    HANDOFF_STORE: 'lowdb',
    HANDOFF_DATA_DIR: join(directory, 'data'),
    ...settings,
  };
  const { code, output } = await runScript('doctor.ts', ['--json'], environment);
  const { parts } = examined.parse(JSON.parse(output));
  const points = parts.flatMap((each) => each.points);
  return { code, points, output, wrong: points.filter(({ result }) => result === 'wrong') };
}

const settingOf = (connection: string, name: string) => `Connections__${connection}__Settings__${name}`;
const secret = () => randomBytes(24).toString('base64url');
const nowhere = async () => `http://127.0.0.1:${await freePort()}`;

interface Wrong {
  readonly setting: string;
  readonly value: () => string | Promise<string>;
  /** Others that it needs. */
  readonly beside?: Readonly<Record<string, string>>;
  readonly tried: RegExp;
  readonly advice: RegExp;
}

const ofConnections = ['LiveChat', 'CopilotStudioBot'].flatMap((connection): readonly Wrong[] => {
  const named = {
    tried: new RegExp(`Connections__${connection}$`),
    advice: new RegExp(`Connections__${connection}__Settings__`),
  };
  return [
    { setting: settingOf(connection, 'ClientSecret'), value: secret, ...named },
    {
      setting: settingOf(connection, 'Secret'),
      value: secret,
      beside: { [settingOf(connection, 'ClientSecret')]: '' },
      ...named,
    },
    { setting: settingOf(connection, 'ClientId'), value: () => randomUUID(), ...named },
    { setting: settingOf(connection, 'TenantId'), value: () => randomUUID(), ...named },
    { setting: settingOf(connection, 'AuthorityEndpoint'), value: nowhere, ...named },
  ];
});

/** One wrong value each, and the line that names it. */
const found: readonly Wrong[] = [
  ...ofConnections,
  {
    setting: 'HANDOFF_PUBLIC_URL',
    value: nowhere,
    tried: /healthz$/,
    advice: /not behind HANDOFF_PUBLIC_URL/,
  },
  {
    setting: 'LIVECHAT_WEBHOOK_SECRET',
    value: () => `whsec_${randomBytes(32).toString('base64')}`,
    tried: /signed callback/,
    advice: /LIVECHAT_WEBHOOK_SECRET/,
  },
  { setting: 'LIVECHAT_API_KEY', value: secret, tried: /live chat/i, advice: /LIVECHAT_API_KEY|key/ },
  {
    setting: 'LIVECHAT_OAUTH_SCOPE',
    value: () => 'api://another/.default',
    beside: { LIVECHAT_API_KEY: '' },
    tried: /live chat/i,
    advice: /the token scope/,
  },
  { setting: 'LIVECHAT_BASE_URL', value: nowhere, tried: /live chat/i, advice: /LIVECHAT_BASE_URL/ },
  {
    setting: 'HANDOFF_DATA_DIR',
    value: () => '/proc/nothing',
    tried: /the files in/,
    advice: /HANDOFF_DATA_DIR/,
  },
  {
    setting: 'DATABASE_URL',
    value: async () => `postgres://bridge@127.0.0.1:${await freePort()}/handoff`,
    beside: { HANDOFF_STORE: 'postgres' },
    tried: /DATABASE_URL/,
    advice: /host, port, user, password/,
  },
];

/** What only other machines could show, or what the line of another setting tells as well. */
const notPlayed: Readonly<Record<string, string>> = {
  ...Object.fromEntries(credentialsPlayed.map((name) => [name, 'see doctor-credentials.test.ts'])),
  HANDOFF_BOT_FRAMEWORK_SCOPE: 'it is asked about below',
  HANDOFF_CLOUD: 'its authority knows no tenant of another cloud',
  LIVECHAT_KIND: 'another vendor does not answer as this one does',
  PORT: 'the public address then leads elsewhere, as with HANDOFF_PUBLIC_URL',
  PGPASSWORD: 'as with DATABASE_URL',
  HANDOFF_STORE: 'memory is told as such',
  HTTPS_PROXY: 'loopback is always reached directly',
  HTTP_PROXY: 'the same',
  NO_PROXY: 'the same',
  https_proxy: 'the same',
  http_proxy: 'the same',
  no_proxy: 'the same',
  NODE_EXTRA_CA_CERTS: 'nothing on loopback has a certificate',
};

describe('npm run doctor', { timeout: 30_000 }, () => {
  it('finds nothing wrong with a bridge that runs as it should, and shows no secret', async () => {
    const { code, points, wrong, output } = await doctor();
    expect(wrong).toEqual([]);
    expect(code).toBe(0);
    expect(points).toContainEqual(
      expect.objectContaining({ tried: expect.stringContaining('manifest'), result: 'fine' }),
    );
    expect(points).toContainEqual(
      expect.objectContaining({ tried: expect.stringContaining('signed callback'), result: 'fine' }),
    );
    for (const [name, value] of Object.entries(world.settings))
      if (/Secret|SECRET|KEY|TOKEN/.test(name)) expect(output, name).not.toContain(value);
  });

  it('plays each value that it is to find', () => {
    const played = [...found.map(({ setting }) => setting), ...Object.keys(notPlayed)];
    const promised = Object.entries(wrongValues).flatMap(([name, { by }]) => (by === 'doctor' ? [name] : []));
    expect(played.toSorted()).toEqual(promised.toSorted());
  });

  it.each(found)('names a wrong $setting', async ({ setting, value, beside, tried, advice }) => {
    const { code, wrong } = await doctor({ ...beside, [setting]: await value() });
    expect(code).toBe(1);
    expect(wrong).toContainEqual(
      expect.objectContaining({
        tried: expect.stringMatching(tried),
        came: expect.stringMatching(/./),
        advice: expect.stringMatching(advice),
      }),
    );
  });

  it('asks about a scope that is not that of the cloud, and about a store that forgets', async () => {
    const scope = 'https://api.botframework.us/.default';
    const { code, points } = await doctor({ HANDOFF_BOT_FRAMEWORK_SCOPE: scope, HANDOFF_STORE: 'memory' });
    expect(code).toBe(0);
    for (const setting of ['HANDOFF_BOT_FRAMEWORK_SCOPE', 'HANDOFF_STORE']) {
      const advice = expect.stringContaining(setting);
      expect(points).toContainEqual(expect.objectContaining({ result: 'unknown', advice }));
    }
  });

  it('tells files of a newer version before a start refuses them', async () => {
    const newer = join(directory, 'newer');
    await mkdir(newer);
    await writeFile(join(newer, 'format.json'), '{"format":9999}');
    const { code, wrong } = await doctor({ HANDOFF_DATA_DIR: newer });
    expect(code).toBe(1);
    const came = expect.stringContaining('was written by a newer version (format 9999');
    expect(wrong).toEqual([expect.objectContaining({ tried: expect.stringMatching(/the files in/), came })]);
  });

  it('says before the start what can be said, and that the rest needs a running bridge', async () => {
    const port = String(await freePort());
    const settings = { PORT: port, HANDOFF_PUBLIC_URL: `http://127.0.0.1:${port}` };
    const { code, points } = await doctor(settings);
    expect(code).toBe(0);
    const outside = points.find(({ tried }) => tried.endsWith('/healthz'));
    expect(outside).toMatchObject({ result: 'unknown', advice: expect.stringContaining('Start the bridge') });
  });

  it('names settings that are not complete, and what it does not understand, and ends with 2', async () => {
    const incomplete = await runScript('doctor.ts', [], { ...world.settings, HANDOFF_PUBLIC_URL: '' });
    expect(incomplete).toMatchObject({ code: 2, output: expect.stringContaining('HANDOFF_PUBLIC_URL') });
    const misused = await runScript('doctor.ts', ['--loud'], world.settings);
    expect(misused).toMatchObject({ code: 2, output: expect.stringContaining('Usage') });
  });
});
