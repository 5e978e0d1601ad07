import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/application/ports/clock.ts';
import { readConfig } from '../../../src/config/config.ts';
import { vaultIn } from '../../../src/config/vault/vault-in.ts';
import { readVaultedConfig } from '../../../src/config/vault/vaulted-config.ts';
import { openVault } from '../../../src/wiring/vault.ts';
import { app } from '../../config/findings.ts';
import { goodEnvironment } from '../../config/good-environment.ts';
import { privateAuthority } from '../../tls/certificates.ts';
import { cut, json, silence, text } from '../http/client/odd-server.ts';
import { holding, refusal } from './vault-over-tls.ts';
import { type VaultWorld, vaultWorld } from './vault-world.ts';

const { LIVECHAT_API_KEY: apiKey = '', ...others } = goodEnvironment();
const skillTenant = others[app('LiveChat', 'TenantId')] ?? '';
let world: VaultWorld;
let environment: Readonly<Record<string, string>>;
beforeAll(async () => {
  world = await vaultWorld(skillTenant);
  environment = {
    ...others,
    ...world.environment,
    HANDOFF_KEY_VAULT_SECRETS: 'LIVECHAT_API_KEY=live-chat-key',
  };
  world.vault.set('live-chat-key', apiKey);
});
afterEach(() => world.vault.answer(undefined));
afterAll(() => world.stop());

/** Time that passes as soon as it is waited for. */
function hurriedClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    after(delayMs, task) {
      now += delayMs;
      setImmediate(task);
      return () => undefined;
    },
  };
}

async function configWith(changes: Readonly<Record<string, string | undefined>> = {}) {
  const found = { ...environment, ...changes };
  const vault = vaultIn(found);
  if (vault === undefined) throw new Error('there is no vault');
  const current = await readVaultedConfig(found, {
    vault,
    keyVault: openVault(vault),
    clock: hurriedClock(),
  });
  return current.latest();
}

const failureOf = async (changes?: Readonly<Record<string, string | undefined>>): Promise<string> => {
  try {
    await configWith(changes);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return '';
};

describe('A start with secrets in Key Vault', () => {
  it('has the settings that it would have without', async () => {
    const { liveChat } = await configWith();
    expect(liveChat.settings).toMatchObject({ access: { kind: 'api-key', key: apiKey } });
  });

  it('takes a certificate and its key from the vault as well', async () => {
    const { cert, key } = privateAuthority().certifyApp('bridge');
    world.vault.set('pem', `${key}${cert}`);
    const names = [app('LiveChat', 'CertPemFile'), app('LiveChat', 'CertKeyFile')].map(
      (name) => `${name}=pem`,
    );
    const changes = {
      [app('LiveChat', 'ClientSecret')]: undefined,
      HANDOFF_KEY_VAULT_SECRETS: ['LIVECHAT_API_KEY=live-chat-key', ...names].join(','),
    };
    expect((await configWith(changes)).skillApp.credential).toMatchObject({
      kind: 'certificate',
      sendsChain: true,
    });
  });

  it.each([
    ['has no such secret', json(404, refusal('SecretNotFound')), 'status-404', 'a secret of that name'],
    ['lets it not in', json(403, refusal('Forbidden')), 'status-403', 'Key Vault Secrets User'],
    ['fails', json(503, {}), 'status-503', 'HANDOFF_KEY_VAULT_URL'],
    ['cuts connections', cut, 'ECONNRESET', 'HANDOFF_KEY_VAULT_URL'],
    ['answers with a page', text(502, '<html>'), 'status-502', 'HANDOFF_KEY_VAULT_URL'],
  ])('is refused when the vault %s, with the names of vault, secret and setting', async (...row) => {
    const [, behaviour, cause, expected] = row;
    world.vault.answer(behaviour);
    const message = await failureOf();
    const host = new URL(world.vault.url).host;
    expect(message).toContain(
      `LIVECHAT_API_KEY: the secret live-chat-key of ${host} was not read (${cause}); expected`,
    );
    expect(message).toContain(expected);
    expect(message).not.toContain('words that quote');
  });

  it('waits for a vault, and for an identity, that needs a moment', async () => {
    let failures = 3;
    world.vault.answer((response, heard) => {
      if (--failures === 0) world.vault.answer(undefined);
      json(503, {})(response, heard);
    });
    world.endpoint.next(json(500, {}), json(500, {}));
    expect((await configWith()).liveChat.settings).toMatchObject({ access: { key: apiKey } });
  });

  it('is refused when nothing answers, after its patience', async () => {
    world.vault.answer(silence);
    const nowhere = 'https://127.0.0.1:9';
    expect(await failureOf({ HANDOFF_KEY_VAULT_URL: nowhere })).toMatch(
      /LIVECHAT_API_KEY: the secret live-chat-key of 127\.0\.0\.1:9 was not read \(ECONNREFUSED\)/,
    );
  });

  it('is refused when who reads the vault gets no token', async () => {
    const message = await failureOf({ [app('KeyVault', 'ClientId')]: randomUUID() });
    expect(message).toContain(
      '(no-token managed-identity-invalid_request); expected Connections__KeyVault__Settings__',
    );
    const elsewhere = await failureOf({ [app('KeyVault', 'TenantId')]: randomUUID() });
    expect(elsewhere).toContain('(no-token token-of-another-tenant)');
  });

  it('names a setting whose secret is not usable, as it does without a vault', async () => {
    world.vault.answer(holding('short'));
    expect(await failureOf()).toContain('LIVECHAT_API_KEY is not usable; expected');
  });

  const secret = randomBytes(24).toString('base64url');
  it.each([
    [{ HANDOFF_KEY_VAULT_URL: 'http://127.0.0.1:9' }, 'HANDOFF_KEY_VAULT_URL is not usable'],
    [{ HANDOFF_KEY_VAULT_URL: undefined }, 'HANDOFF_KEY_VAULT_URL is missing'],
    [{ HANDOFF_KEY_VAULT_SECRETS: undefined }, 'HANDOFF_KEY_VAULT_SECRETS is missing'],
    [{ HANDOFF_KEY_VAULT_SECRETS: 'LIVECHAT_API_KEY' }, 'HANDOFF_KEY_VAULT_SECRETS is not usable'],
    [{ HANDOFF_KEY_VAULT_SECRETS: 'LIVECHAT_API_KEY=a/version' }, 'HANDOFF_KEY_VAULT_SECRETS is not usable'],
    [
      { HANDOFF_KEY_VAULT_SECRETS: 'LIVECHAT_BASE_URL=url' },
      'HANDOFF_KEY_VAULT_SECRETS names LIVECHAT_BASE_URL',
    ],
    [
      { HANDOFF_KEY_VAULT_SECRETS: `${app('KeyVault', 'ClientSecret')}=itself` },
      `HANDOFF_KEY_VAULT_SECRETS names ${app('KeyVault', 'ClientSecret')}`,
    ],
    [{ LIVECHAT_API_KEY: secret }, 'LIVECHAT_API_KEY is set, and named in HANDOFF_KEY_VAULT_SECRETS'],
    [{ [app('KeyVault', 'AuthType')]: 'Certificate' }, `${app('KeyVault', 'ClientId')} is missing`],
    [{ [app('KeyVault', 'TenantId')]: 'contoso.com' }, `${app('KeyVault', 'TenantId')} is not usable`],
    [{ HANDOFF_KEY_VAULT_REFRESH_SECONDS: '0' }, 'HANDOFF_KEY_VAULT_REFRESH_SECONDS is not usable'],
  ])(
    'is refused before anything is asked when a setting of the vault is wrong: %j',
    async (changes, finding) => {
      const before = world.vault.heard.length;
      expect(await failureOf(changes)).toContain(finding);
      expect(world.vault.heard).toHaveLength(before);
    },
  );

  it('is refused when App Service left a reference to Key Vault as it is', () => {
    const reference = '@Microsoft.KeyVault(SecretUri=https://contoso.vault.azure.net/secrets/live-chat-key)';
    expect(() => readConfig({ ...others, LIVECHAT_API_KEY: reference })).toThrow(
      'LIVECHAT_API_KEY is a reference to Key Vault that App Service could not resolve',
    );
  });
});
