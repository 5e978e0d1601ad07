import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import type { Log } from '../../../src/application/ports/log.ts';
import { startReplaceableBridge } from '../../../src/bridge.ts';
import { readConfig } from '../../../src/config/config.ts';
import { vaultIn } from '../../../src/config/vault/vault-in.ts';
import { readVaultedConfig } from '../../../src/config/vault/vaulted-config.ts';
import { openVault } from '../../../src/wiring/vault.ts';
import { app } from '../../config/findings.ts';
import { cut, json, silence } from '../http/client/odd-server.ts';
import { type RunningBridge, startRunningBridge } from '../http/running-bridge.ts';
import { callbackOf, openSession, postSigned } from '../live-chat/callbacks.ts';
import { holding, refusal } from './vault-over-tls.ts';
import { type VaultWorld, vaultWorld } from './vault-world.ts';

const secretText = () => randomBytes(24).toString('base64url');
const webhookText = () => `whsec_${randomBytes(24).toString('base64')}`;

/** The secrets of the simulated world, by the names under which the vault has them. */
const inVault = {
  LIVECHAT_WEBHOOK_SECRET: 'webhook-secret',
  LIVECHAT_API_KEY: 'live-chat-key',
  HANDOFF_ADMIN_TOKEN: 'admin-token',
  [app('LiveChat', 'ClientSecret')]: 'skill-secret',
  [app('CopilotStudioBot', 'ClientSecret')]: 'copilot-secret',
};

let around: VaultWorld;
let world: RunningBridge;
let adminToken: string;
beforeAll(async () => {
  adminToken = secretText();
  world = await startRunningBridge({
    async start(settings, log) {
      around = await vaultWorld(settings[app('LiveChat', 'TenantId')] ?? '');
      const all: Readonly<Record<string, string>> = { ...settings, HANDOFF_ADMIN_TOKEN: adminToken };
      for (const [setting, name] of Object.entries(inVault)) around.vault.set(name, all[setting]);
      return started({ ...without(all), ...around.environment }, log);
    },
  });
});
afterAll(async () => {
  await world.stop();
  await around.stop();
});

const without = (settings: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => !(name in inVault)));

async function started(settings: Readonly<Record<string, string>>, log: Log) {
  const environment = {
    ...settings,
    HANDOFF_KEY_VAULT_SECRETS: Object.entries(inVault)
      .map((pair) => pair.join('='))
      .join(', '),
    HANDOFF_KEY_VAULT_REFRESH_SECONDS: '1',
  };
  const vault = vaultIn(environment);
  if (vault === undefined) throw new Error('there is no vault');
  const current = await readVaultedConfig(environment, {
    vault,
    keyVault: openVault(vault),
    clock: systemClock,
  });
  const bridge = await startReplaceableBridge(current, log);
  const stopFollowing = current.follow(log);
  const stop = async () => {
    await stopFollowing();
    await bridge.stop();
  };
  return { config: current.latest(), bridge: { port: bridge.port, stop } };
}

const linesOf = (event: string) =>
  world.logLines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === event);
const admin = async (token: string) =>
  (await fetch(`${world.url}/admin/overview`, { headers: { authorization: `Bearer ${token}` } })).status;

/** Puts another value into the vault, and waits until the bridge has it. */
async function replace(name: string, value: string): Promise<void> {
  const before = linesOf('secret-replaced').length;
  around.vault.set(name, value);
  await expect.poll(() => linesOf('secret-replaced').length, { timeout: 5_000 }).toBe(before + 1);
  expect(linesOf('secret-replaced').at(-1)).toMatchObject({
    secret: name,
    vault: new URL(around.vault.url).host,
  });
}

describe('A bridge whose secrets are in Key Vault', { timeout: 20_000 }, () => {
  it('carries messages with them', async () => {
    const { chat, customer } = await openSession(world);
    expect((await postSigned(world, callbackOf(chat.id, { message: 'From the vault' }))).status).toBe(202);
    await customer.sees(/From the vault$/);
  });

  it('takes a new webhook secret without a restart, beside the old one and then alone', async () => {
    const { chat } = await openSession(world);
    const [old, next] = [world.credentials.webhookSecret, webhookText()];
    const status = async (secret: string) =>
      (await postSigned(world, callbackOf(chat.id), { secret })).status;
    expect([await status(old), await status(next)]).toEqual([202, 401]);
    await replace('webhook-secret', `${old},${next}`);
    expect([await status(old), await status(next)]).toEqual([202, 202]);
    await replace('webhook-secret', next);
    expect([await status(old), await status(next)]).toEqual([401, 202]);
    await replace('webhook-secret', old);
  });

  it('takes a new admin token without a restart', async () => {
    const next = secretText();
    expect([await admin(adminToken), await admin(next)]).toEqual([200, 401]);
    await replace('admin-token', next);
    expect([await admin(adminToken), await admin(next)]).toEqual([401, 200]);
    await replace('admin-token', adminToken);
  });

  it('sends a new key to the live chat without a restart', async () => {
    const next = secretText();
    await replace('live-chat-key', next);
    // The simulated live chat knows the old one alone, and refuses.
    const before = world.liveChat.requests.length;
    const { copilotStudio } = world.microsoft;
    const token = await world.microsoft.entra.sign(world.microsoft.entra.claims());
    void copilotStudio
      .callSkill({ type: 'event', name: 'startConversation' }, { token })
      .catch(() => undefined);
    await expect.poll(() => world.liveChat.requests.slice(before).map(({ status }) => status)).toContain(401);
    await replace('live-chat-key', world.credentials.apiKey);
    await openSession(world);
  });

  it('keeps what it knows while the vault is away, slow, refusing, or has nothing usable', async () => {
    const behaviours = [cut, silence, json(403, refusal('Forbidden')), json(503, {}), holding('')];
    const told = () => [...linesOf('secret-not-read'), ...linesOf('secret-not-usable')].length;
    for (const behaviour of behaviours) {
      const before = told();
      around.vault.answer(behaviour);
      await expect
        .poll(told, { timeout: 15_000 })
        .toBeGreaterThanOrEqual(before + Object.keys(inVault).length);
    }
    expect(await admin(adminToken)).toBe(200);
    const { chat } = await openSession(world);
    expect((await postSigned(world, callbackOf(chat.id))).status).toBe(202);
    around.vault.answer(undefined);
    const causes = new Set(linesOf('secret-not-read').map(({ cause }) => cause));
    expect(causes).toEqual(new Set(['ECONNRESET', 'timeout', 'status-403', 'status-503']));
  }, 60_000);

  it('keeps what it knows in place of what is no secret, and takes what else was replaced with it', async () => {
    const next = secretText();
    around.vault.set('webhook-secret', 'not a webhook secret');
    await replace('admin-token', next);
    expect(linesOf('secret-not-usable').at(-1)).toMatchObject({ setting: 'LIVECHAT_WEBHOOK_SECRET' });
    expect(await admin(next)).toBe(200);
    const { chat } = await openSession(world);
    expect((await postSigned(world, callbackOf(chat.id))).status).toBe(202);
    around.vault.set('webhook-secret', world.credentials.webhookSecret);
    await replace('admin-token', adminToken);
  });

  it('writes no secret into its log', () => {
    const { webhookSecret, apiKey, skillApp, copilotApp } = world.credentials;
    const secrets = [webhookSecret, apiKey, skillApp.clientSecret, copilotApp.clientSecret, adminToken];
    const log = world.logLines.join('');
    for (const secret of [...secrets, 'quote SECRET']) expect(log).not.toContain(secret);
  });

  it('has read each secret of the vault with the token of the identity, and the settings are whole with them', () => {
    const paths = new Set(around.vault.heard.map(({ url }) => url.split('?')[0]?.replace(/\/$/, '')));
    expect(paths).toEqual(new Set(Object.values(inVault).map((name) => `/secrets/${name}`)));
    expect(around.endpoint.heard[0]?.url).toContain('resource=https%3A%2F%2Fvault.azure.net');
    expect(() => readConfig(without(world.settings))).toThrow();
  });
});
