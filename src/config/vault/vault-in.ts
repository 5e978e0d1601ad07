import { z } from 'zod';
import type { AppConnection } from '../../adapters/bot-framework/identity/tokens/app-connection.ts';
import type { ProxySettings } from '../../adapters/http/client/proxies.ts';
import { BadConfiguration, findingsIn } from '../config.ts';
import { type Environment, trimmed } from '../environment.ts';
import { allSettings, hasVault, ownersIn } from '../owners.ts';
import { withKnownNames } from '../setting-names.ts';

/** Where secrets are kept that are not among the settings. */
export interface VaultConfig {
  readonly url: string;
  /** The secret of each setting that comes from the vault. */
  readonly names: ReadonlyMap<string, string>;
  readonly refreshMs: number;
  /** Who reads it. */
  readonly app: AppConnection;
  readonly proxies?: ProxySettings;
}

/** What has to be known before any secret can be read; absent when there is no vault. Throws {@link BadConfiguration}. */
export function vaultIn(found: Environment): VaultConfig | undefined {
  const environment = trimmed(withKnownNames(found));
  if (!hasVault(environment)) return undefined;
  const { vault, vaultApp, egress } = ownersIn(environment).shape;
  const read = z
    .object({ vault, vaultApp, egress })
    .safeParse({ vault: environment, vaultApp: environment, egress: environment });
  const { vault: given, vaultApp: app, egress: wayOut } = read.data ?? {};
  const names = new Map(Object.entries(withKnownNames(Object.fromEntries(given?.names ?? []))));
  const findings = [...findingsIn(read, environment), ...nameFindings(names, environment)];
  if (given === undefined || app === undefined || findings.length > 0) throw new BadConfiguration(findings);
  const { url, refreshMs } = given;
  const known = new Map(
    [...names].flatMap(([setting, name]) => (name === undefined ? [] : [[setting, name]])),
  );
  return { url, refreshMs, names: known, app, ...(wayOut?.proxies && { proxies: wayOut.proxies }) };
}

const nameFindings = (names: ReadonlyMap<string, unknown>, environment: Environment): readonly string[] =>
  [...names.keys()].flatMap((name) => {
    if (!mayBeInVault(name)) {
      return [
        `HANDOFF_KEY_VAULT_SECRETS names ${name}; expected a setting that is a secret, and not of the vault itself.`,
      ];
    }
    return environment[name] === undefined
      ? []
      : [`${name} is set, and named in HANDOFF_KEY_VAULT_SECRETS; expected one of them.`];
  });

/** What reads the vault cannot be in it. */
function mayBeInVault(name: string): boolean {
  const about = allSettings.get(name);
  const isKept = about?.isSecret === true || about?.isInVault === true;
  return isKept && !name.startsWith('Connections__KeyVault__');
}
