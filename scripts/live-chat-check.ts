import { existsSync } from 'node:fs';
import { setGlobalDispatcher } from 'undici';
import { entraBearers } from '../src/adapters/bot-framework/identity/entra-bearers.ts';
import { appTokens } from '../src/adapters/bot-framework/identity/tokens.ts';
import { outboundAgent } from '../src/adapters/http/client/proxy-tunnel.ts';
import type { CheckedPoint } from '../src/adapters/live-chat/vendor.ts';
import { systemClock } from '../src/adapters/system/clock.ts';
import { pinoLog } from '../src/adapters/system/log.ts';
import { BadConfiguration, type Config, readConfig } from '../src/config/config.ts';
import { say, sayError } from './say.ts';

/*
 * Asks the live chat, with the bridge's own settings, for all that a session needs. Opens no chat. Ends with 0 when all is fine,
 * 1 when something is wrong, 2 when the settings are not complete or the command was not understood.
 */

async function checkWith(asJson: boolean): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = configOrStop();
  if (config === undefined) return;
  const { kind, callbackPath } = config.liveChat;
  const callbackUrl = callbackPath && `${config.publicUrl}${callbackPath}`;
  const points = await checked(config);
  if (points.some(({ result }) => result === 'wrong')) process.exitCode = 1;
  if (asJson)
    say(JSON.stringify({ liveChat: kind, ...(callbackUrl && { callbackUrl }), points }, undefined, 2));
  else say([`Live chat: ${kind}`, ...linesOf(points), '', closingOf(callbackUrl)].join('\n'));
}

function configOrStop(): Config | undefined {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof BadConfiguration)) throw error;
    stop(error.message);
    return undefined;
  }
}

/** Proxies, tokens and settings are the ones that the bridge would use. */
function checked({
  liveChat,
  proxies,
  publicUrl,
  skillApp,
  cloud,
}: Config): Promise<readonly CheckedPoint[]> {
  if (proxies) setGlobalDispatcher(outboundAgent(proxies));
  const log = pinoLog('silent', process.stderr);
  const opened = liveChat.open({
    publicUrl,
    getToken: appTokens(skillApp, {
      onNoToken: ({ scope, reason }) => sayError(`No token for ${scope}: ${reason}`),
    }),
    entraBearer: entraBearers(skillApp, cloud),
    clock: systemClock,
    log,
  });
  return opened.check();
}

function linesOf(points: readonly CheckedPoint[]): readonly string[] {
  return points.flatMap(({ tried, result, came, advice }) => [
    `  ${result.padEnd(7)}  ${tried}: ${came}`,
    ...(advice === undefined ? [] : [`           ${advice}`]),
  ]);
}

const closingOf = (callbackUrl: string | undefined): string =>
  callbackUrl === undefined
    ? 'This live chat does not call back.'
    : `Its callbacks have to come to ${callbackUrl}`;

function stop(reason: string): void {
  sayError(reason);
  process.exitCode = 2;
}

const words = process.argv.slice(2);
if (words.some((word) => word !== '--json')) stop('Usage: npm run live-chat:check [-- --json]');
else await checkWith(words.includes('--json'));
