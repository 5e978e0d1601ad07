import { existsSync } from 'node:fs';
import { setGlobalDispatcher } from 'undici';
import { entraBearers } from '../../src/adapters/bot-framework/identity/entra-bearers.ts';
import { appTokens } from '../../src/adapters/bot-framework/identity/tokens/tokens.ts';
import { outboundAgent } from '../../src/adapters/http/client/proxy-tunnel.ts';
import type { CheckedPoint, OpenedLiveChat } from '../../src/adapters/live-chat/vendor.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { pinoLog } from '../../src/adapters/system/log.ts';
import { BadConfiguration, type Config, readConfig } from '../../src/config/config.ts';
import { SecretsNotRead } from '../../src/config/vault/first-secrets.ts';
import { vaultIn } from '../../src/config/vault/vault-in.ts';
import { readVaultedConfig } from '../../src/config/vault/vaulted-config.ts';
import { openVault } from '../../src/wiring/vault.ts';
import { sayError } from '../say.ts';

/** The settings of this folder's bridge, from the environment, `.env` and the vault; ends with 2, and says why, where they are not complete. */
export async function configOrStop(): Promise<Config | undefined> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  try {
    const vault = vaultIn(process.env);
    if (vault === undefined) return readConfig(process.env);
    takeWayOut(vault);
    const options = { vault, keyVault: openVault(vault), clock: systemClock };
    return (await readVaultedConfig(process.env, options)).latest();
  } catch (error) {
    if (!(error instanceof BadConfiguration || error instanceof SecretsNotRead)) throw error;
    stop(error.message);
    return undefined;
  }
}

/** Has all requests of this process take the way that the bridge's would take. */
export function takeWayOut({ proxies }: Pick<Config, 'proxies'>): void {
  if (proxies) setGlobalDispatcher(outboundAgent(proxies));
}

/** The live chat with tokens and settings that the bridge would use. */
export function openLiveChat({ liveChat, publicUrl, skillApp, cloud }: Config): OpenedLiveChat {
  return liveChat.open({
    publicUrl,
    getToken: appTokens(skillApp, {
      onNoToken: ({ scope, reason }) => sayError(`No token for ${scope}: ${reason}`),
    }),
    entraBearer: entraBearers(skillApp, cloud),
    clock: systemClock,
    log: pinoLog('silent', process.stderr),
  });
}

export function linesOf(points: readonly CheckedPoint[]): readonly string[] {
  return points.flatMap(({ tried, result, came, advice }) => [
    `  ${result.padEnd(7)}  ${tried}: ${came}`,
    ...(advice === undefined ? [] : [`           ${advice}`]),
  ]);
}

/** 1 where something is wrong. */
export function exitCodeOf(points: readonly CheckedPoint[]): 0 | 1 {
  return points.some(({ result }) => result === 'wrong') ? 1 : 0;
}

/** What was not understood, or not complete: ends with 2. */
export function stop(reason: string): void {
  sayError(reason);
  process.exitCode = 2;
}
