import { existsSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { setGlobalDispatcher } from 'undici';
import { outboundAgent } from './adapters/http/client/proxy-tunnel.ts';
import { pinoLog } from './adapters/system/log.ts';
import { standardOutput } from './adapters/system/standard-output.ts';
import { toError } from './application/ports/log.ts';
import { type Bridge, startBridge } from './bridge.ts';
import { BadConfiguration, type Config, readConfig } from './config/config.ts';
import { printable } from './domain/printable.ts';

/** How the process ends when it was not allowed to start: EX_CONFIG of sysexits. */
const badConfigurationExit = 78;

function configuration(): Config {
  const certificatesOfNode = process.env.NODE_EXTRA_CA_CERTS;
  if (existsSync('.env')) process.loadEnvFile('.env');
  try {
    const config = readConfig(process.env);
    // Node read its setting before it knew of .env.
    if (certificatesOfNode === undefined) trust(config.extraCertificates);
    return config;
  } catch (error) {
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
const config = configuration();
const output = standardOutput();
const log = pinoLog(config.logLevel, output);
try {
  stopOnSignal(await startBridge(config, log));
} catch (error) {
  const reason = toError(error);
  log.error({ err: reason }, 'not-started');
  process.stderr.write(`The bridge could not start: ${printable(reason.message)}\n`);
  await output.end();
  process.exit(1);
}
