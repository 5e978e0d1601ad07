import { existsSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { setGlobalDispatcher } from 'undici';
import { outboundAgent } from './adapters/http/client/proxy-tunnel.ts';
import { systemClock } from './adapters/system/clock.ts';
import { pinoLog } from './adapters/system/log.ts';
import { standardOutput } from './adapters/system/standard-output.ts';
import { toError } from './application/ports/log.ts';
import { type Bridge, startReplaceableBridge } from './bridge.ts';
import { BadConfiguration, readConfig } from './config/config.ts';
import { certificatesIn } from './config/egress-settings.ts';
import { SecretsNotRead } from './config/vault/first-secrets.ts';
import { vaultIn } from './config/vault/vault-in.ts';
import { type CurrentConfig, readVaultedConfig, type VaultedConfig } from './config/vault/vaulted-config.ts';
import { printable } from './domain/printable.ts';
import { openVault } from './wiring/vault.ts';

/** How the process ends when it was not allowed to start: EX_CONFIG of sysexits. */
const badConfigurationExit = 78;

/** With secrets of the vault where there is one, which is then followed. */
async function configuration(): Promise<CurrentConfig & Partial<VaultedConfig>> {
  const certificatesOfNode = process.env.NODE_EXTRA_CA_CERTS;
  if (existsSync('.env')) process.loadEnvFile('.env');
  try {
    // Node read its setting before it knew of .env.
    if (certificatesOfNode === undefined)
      trust(certificatesIn(process.env.NODE_EXTRA_CA_CERTS?.trim() ?? '') ?? []);
    const vault = vaultIn(process.env);
    if (vault?.proxies) setGlobalDispatcher(outboundAgent(vault.proxies));
    if (vault)
      return await readVaultedConfig(process.env, { vault, keyVault: openVault(vault), clock: systemClock });
    const config = readConfig(process.env);
    return { latest: () => config, onReplaced: () => {} };
  } catch (error) {
    if (error instanceof SecretsNotRead) {
      process.stderr.write(`${printable(error.message)}\n`);
      process.exit(1);
    }
    if (!(error instanceof BadConfiguration)) throw error;
    process.stderr.write(`${printable(error.message)}\ndocs/settings.md explains every setting.\n`);
    process.exit(badConfigurationExit);
  }
}

function trust(certificates: readonly string[]): void {
  if (certificates.length > 0) setDefaultCACertificates([...getCACertificates('default'), ...certificates]);
}

function stopOnSignal(bridge: Bridge): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      void stop(bridge);
    });
  }
}

async function stop(bridge: Bridge): Promise<void> {
  let status = 0;
  try {
    await bridge.stop();
  } catch (error) {
    log.error({ err: toError(error) }, 'not-stopped-in-order');
    status = 1;
  }
  await output.end();
  process.exit(status);
}

// Node brings an older undici along, and whichever of the two is asked first would serve both.
setGlobalDispatcher(outboundAgent());
const current = await configuration();
const output = standardOutput();
const log = pinoLog(current.latest().logLevel, output);
try {
  const bridge = await startReplaceableBridge(current, log);
  const stopFollowing = current.follow?.(log);
  stopOnSignal({
    port: bridge.port,
    async stop() {
      await stopFollowing?.();
      await bridge.stop();
    },
  });
} catch (error) {
  const reason = toError(error);
  log.error({ err: reason }, 'not-started');
  process.stderr.write(`The bridge could not start: ${printable(reason.message)}\n`);
  await output.end();
  process.exit(1);
}
