import type { KeyVault } from '../../adapters/key-vault/key-vault.ts';
import { type Clock, repeat } from '../../application/ports/clock.ts';
import type { Log } from '../../application/ports/log.ts';
import { BadConfiguration, type Config, readConfig } from '../config.ts';
import type { Environment } from '../environment.ts';
import { firstSecrets, readAll, type Values } from './first-secrets.ts';
import type { VaultConfig } from './vault-in.ts';

/** Settings as they are now: what is secret among them may be replaced while the process runs. */
export interface CurrentConfig {
  latest(): Config;
  /** Hears of each replacement, after `latest` has it. */
  onReplaced(listener: (config: Config) => void): void;
}

export interface VaultedConfig extends CurrentConfig {
  /** Reads the vault again and again, and keeps what is known when that fails. Returns what stops it. */
  follow(log: Log): () => Promise<void>;
}

interface VaultedOptions {
  readonly vault: VaultConfig;
  readonly keyVault: KeyVault;
  readonly clock: Clock;
}

/** All settings, with those of the vault. Throws `SecretsNotRead` and `BadConfiguration`. */
export async function readVaultedConfig(
  environment: Environment,
  { vault, keyVault, clock }: VaultedOptions,
): Promise<VaultedConfig> {
  const found = { ...environment };
  const names = [...vault.names];
  const listeners: ((config: Config) => void)[] = [];
  let known = await firstSecrets(names, keyVault, clock);
  let config = readConfig({ ...found, ...known });

  function accept(changes: Values): boolean {
    const next = hasEmpty(changes) ? undefined : usable({ ...found, ...known, ...changes });
    if (next === undefined || Object.keys(changes).length === 0) return false;
    // A live chat is opened anew for a secret of its own, and for no other.
    const isOfLiveChat = Object.keys(changes).some((name) => name.startsWith('LIVECHAT_'));
    config = isOfLiveChat ? next : { ...next, liveChat: config.liveChat };
    known = { ...known, ...changes };
    for (const listener of listeners) listener(config);
    return true;
  }

  const about = (setting: string) => ({ setting, secret: vault.names.get(setting), vault: keyVault.host });

  async function changed(log: Log): Promise<Values> {
    const changes: Record<string, string> = {};
    for (const { setting, read } of await readAll(names, keyVault.read)) {
      if (read.outcome === 'not-read') log.warn({ ...about(setting), cause: read.cause }, 'secret-not-read');
      else if (read.value !== known[setting]) changes[setting] = read.value;
    }
    return changes;
  }

  /** A certificate and its key only fit together; of others one may be wrong and the next one right. */
  async function refresh(log: Log): Promise<void> {
    const changes = await changed(log);
    const isWhole = accept(changes);
    for (const [setting, value] of Object.entries(changes)) {
      if (isWhole || accept({ [setting]: value })) log.info(about(setting), 'secret-replaced');
      else log.warn(about(setting), 'secret-not-usable');
    }
  }

  return {
    latest: () => config,
    onReplaced: (listener) => void listeners.push(listener),
    follow: (log) => repeat(clock, { everyMs: vault.refreshMs }, () => refresh(log)),
  };
}

/** What is empty would count as not set, which takes away what an optional secret protects. */
const hasEmpty = (changes: Values): boolean => Object.values(changes).some((value) => value.trim() === '');

function usable(environment: Environment): Config | undefined {
  try {
    return readConfig(environment);
  } catch (error) {
    if (error instanceof BadConfiguration) return undefined;
    throw error;
  }
}
