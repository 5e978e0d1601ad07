import { existsSync } from 'node:fs';
import { Agent, setGlobalDispatcher } from 'undici';
import { pinoLog } from './adapters/system/log.ts';
import { toError } from './application/to-error.ts';
import { type Bridge, startBridge } from './bridge.ts';
import { BadConfiguration, type Config, readConfig } from './config.ts';

/** How the process ends when it was not allowed to start: EX_CONFIG of sysexits. */
const badConfigurationExit = 78;

function configuration(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env');
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof BadConfiguration)) throw error;
    process.stderr.write(`${error.message}\nThe README explains every setting.\n`);
    process.exit(badConfigurationExit);
  }
}

function stopOnSignal(bridge: Bridge): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      void bridge.stop().then(() => process.exit(0));
    });
  }
}

// Node brings an older undici along, and whichever of the two is asked first would serve both.
setGlobalDispatcher(new Agent());
const config = configuration();
const log = pinoLog(config.logLevel);
try {
  stopOnSignal(await startBridge(config, log));
} catch (error) {
  const reason = toError(error);
  log.error({ err: reason }, 'not-started');
  process.stderr.write(`The bridge could not start: ${reason.message}\n`);
  process.exitCode = 1;
}
