import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freePort } from '../../simulators/free-port.ts';
import { runScript } from '../adapters/admin/running-script.ts';
import { type RunningBridge, startRunningBridge } from '../adapters/http/running-bridge.ts';

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

const app = 'Connections__LiveChat__Settings__';

/** One wrong value each, and the line that names it. */
const found: readonly (readonly [
  setting: string,
  value: () => string | Promise<string>,
  tried: RegExp,
  advice: RegExp,
])[] = [
  [
    `${app}ClientSecret`,
    () => randomBytes(24).toString('base64url'),
    /app of Connections__LiveChat$/,
    /ClientSecret/,
  ],
  [`${app}ClientId`, () => randomUUID(), /Connections__LiveChat|skill-manifest/, /Connections__LiveChat/],
  [
    'Connections__CopilotStudioBot__Settings__ClientSecret',
    () => randomBytes(24).toString('base64url'),
    /Connections__CopilotStudioBot$/,
    /ClientSecret/,
  ],
  [
    'HANDOFF_PUBLIC_URL',
    async () => `http://127.0.0.1:${await freePort()}`,
    /healthz$/,
    /not behind HANDOFF_PUBLIC_URL/,
  ],
  [
    'LIVECHAT_WEBHOOK_SECRET',
    () => `whsec_${randomBytes(32).toString('base64')}`,
    /signed callback/,
    /LIVECHAT_WEBHOOK_SECRET/,
  ],
  ['LIVECHAT_API_KEY', () => randomBytes(24).toString('base64url'), /live chat/i, /LIVECHAT_API_KEY|key/],
  [
    'LIVECHAT_BASE_URL',
    async () => `http://127.0.0.1:${await freePort()}`,
    /live chat/i,
    /LIVECHAT_BASE_URL/,
  ],
  ['HANDOFF_DATA_DIR', () => '/proc/nothing', /the files in/, /HANDOFF_DATA_DIR/],
];

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

  it.each(found)('names a wrong %s', async (setting, value, tried, advice) => {
    const { code, wrong } = await doctor({ [setting]: await value() });
    expect(code).toBe(1);
    expect(wrong).toContainEqual(
      expect.objectContaining({
        tried: expect.stringMatching(tried),
        came: expect.stringMatching(/./),
        advice: expect.stringMatching(advice),
      }),
    );
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
