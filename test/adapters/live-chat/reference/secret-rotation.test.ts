import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pinoLog } from '../../../../src/adapters/system/log.ts';
import { type Bridge, startBridge } from '../../../../src/bridge.ts';
import { readConfig } from '../../../../src/config/config.ts';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';
import { callbackOf, openSession, postSigned } from '../callbacks.ts';

const newSecret = `whsec_${randomBytes(24).toString('base64')}`;
let directory: string;
let world: RunningBridge;
let running: Bridge;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'handoff-'));
  world = await startRunningBridge({
    environment: { HANDOFF_STORE: 'lowdb', HANDOFF_DATA_DIR: directory, HANDOFF_RATE_PER_SESSION: '100000' },
  });
  running = world.bridge;
});
afterAll(async () => {
  await running.stop();
  await Promise.all([world.microsoft.stop(), world.liveChat.stop()]);
  await rm(directory, { recursive: true, force: true });
});

/** Settings are read at the start, so a rotation is a restart. */
async function restartWith(webhookSecrets: readonly string[]): Promise<void> {
  await running.stop();
  const config = readConfig({ ...world.settings, LIVECHAT_WEBHOOK_SECRET: webhookSecrets.join(',') });
  running = await startBridge(config, pinoLog('silent', { write: () => undefined }));
}

/** A live chat that says one thing after another and repeats what found no bridge. */
async function load(sessionId: string, secretNow: () => string, isOver: () => boolean) {
  const statuses: number[] = [];
  const said: string[] = [];
  while (!isOver()) {
    const message = `word ${said.length}`;
    const callback = callbackOf(sessionId, { message });
    let status = 0;
    while (status === 0 || status === 503) {
      ({ status } = await postSigned(world, callback, { secret: secretNow() }));
      statuses.push(status);
      if (status === 0 || status === 503) await sleep(20);
    }
    said.push(message);
    await sleep(30);
  }
  return { statuses, said };
}

describe('S11: a rotation under load', () => {
  it('never refuses a valid callback, loses none, and shuts the old secret out', async () => {
    const oldSecret = world.credentials.webhookSecret;
    const open = await Promise.all([openSession(world), openSession(world), openSession(world)]);
    const state = { secret: oldSecret, isOver: false };
    const loads = open.map(({ chat }) =>
      load(
        chat.id,
        () => state.secret,
        () => state.isOver,
      ),
    );
    await sleep(200);
    await restartWith([oldSecret, newSecret]);
    await sleep(200);
    const [{ chat }] = open;
    for (const secret of [oldSecret, newSecret]) {
      expect((await postSigned(world, callbackOf(chat.id, { type: 'typing' }), { secret })).status).toBe(202);
    }
    state.secret = newSecret;
    // Time for those who signed with the old one to hear their answers.
    await sleep(200);
    await restartWith([newSecret]);
    await sleep(200);
    state.isOver = true;
    const results = await Promise.all(loads);
    expect(results.flatMap(({ said }) => said).length).toBeGreaterThan(20);

    for (const { statuses } of results) {
      expect(statuses.filter((status) => ![0, 200, 202, 503].includes(status))).toEqual([]);
    }
    for (const secret of [oldSecret, `whsec_${randomBytes(24).toString('base64')}`]) {
      expect((await postSigned(world, callbackOf(chat.id), { secret })).status).toBe(401);
    }
    for (const [index, { customer }] of open.entries()) {
      const said = results[index]?.said ?? [];
      await customer.sees(new RegExp(`${said.at(-1)}$`), { withinMs: 15_000 });
      const shown = customer.messages.map(({ text }) => Number(/ word (\d+)$/.exec(text)?.[1]));
      expect(shown.filter((each) => !Number.isNaN(each))).toEqual(said.map((_, count) => count));
    }
  }, 30_000);
});
