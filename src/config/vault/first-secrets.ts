import type { KeyVault, SecretRead } from '../../adapters/key-vault/key-vault.ts';
import { type Clock, pause } from '../../application/ports/clock.ts';

/** Thrown when the service must not start, since it has not all of its secrets. Names settings, secrets and the vault, and no value. */
export class SecretsNotRead extends Error {
  override readonly name = 'SecretsNotRead';
  constructor(findings: readonly string[]) {
    super(
      `Not all secrets could be read from the vault:\n${findings.map((each) => `  - ${each}`).join('\n')}`,
    );
  }
}

/** How long a vault, or the identity that reads it, is waited for at the start, in milliseconds: both may need a moment on a new machine. */
const startPatienceMs = 20_000;
const tryAgainMs = 1_000;

/** By the name of the setting. */
export type Values = Readonly<Record<string, string>>;

export type Names = readonly (readonly [setting: string, secret: string])[];

export const readAll = (names: Names, read: KeyVault['read']) =>
  Promise.all(names.map(async ([setting, secret]) => ({ setting, secret, read: await read(secret) })));

/** All of them, or {@link SecretsNotRead}. */
export async function firstSecrets(names: Names, keyVault: KeyVault, clock: Clock): Promise<Values> {
  const until = clock.now() + startPatienceMs;
  const reads = await readAll(names, async (name) => {
    let read = await keyVault.read(name);
    while (read.outcome === 'not-read' && !read.isFinal && clock.now() + tryAgainMs < until) {
      await pause(clock, tryAgainMs);
      read = await keyVault.read(name);
    }
    return read;
  });
  const values: Record<string, string> = {};
  const findings: string[] = [];
  for (const { setting, secret, read } of reads) {
    if (read.outcome === 'read') values[setting] = read.value;
    else
      findings.push(
        `${setting}: the secret ${secret} of ${keyVault.host} was not read (${read.cause}); ${expectedOf(read)}.`,
      );
  }
  if (findings.length > 0) throw new SecretsNotRead(findings);
  return values;
}

function expectedOf({ cause }: Extract<SecretRead, { readonly outcome: 'not-read' }>): string {
  if (cause === 'status-404') return 'expected a secret of that name, which HANDOFF_KEY_VAULT_SECRETS has';
  if (cause === 'status-403') {
    return 'expected the role Key Vault Secrets User for who reads the vault, and its firewall to let this machine in';
  }
  if (cause.startsWith('no-token'))
    return 'expected Connections__KeyVault__Settings__… to name who reads the vault';
  return 'expected the vault of HANDOFF_KEY_VAULT_URL to answer';
}
