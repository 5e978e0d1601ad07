import type { CheckedPoint } from '../src/adapters/live-chat/vendor.ts';
import type { Config } from '../src/config/config.ts';
import { checkApps } from './doctor/check-apps.ts';
import { checkPublicUrl } from './doctor/check-public-url.ts';
import { checkStore } from './doctor/check-store.ts';
import { checkSurroundings } from './doctor/check-surroundings.ts';
import { configOrStop, exitCodeOf, linesOf, openLiveChat, stop, takeWayOut } from './operator/checks.ts';
import { say } from './say.ts';

/*
 * Tries, with the bridge's own settings, everything around it that has to work, before it runs and while it does. Changes nothing.
 * Ends with 0 when nothing is wrong, 1 when something is, 2 when the settings are not complete or the command was not understood.
 */

interface Part {
  readonly part: string;
  readonly points: readonly CheckedPoint[];
}

async function examine(config: Config): Promise<readonly Part[]> {
  takeWayOut(config);
  const liveChat = openLiveChat(config);
  const parts: readonly (readonly [string, Promise<readonly CheckedPoint[]>])[] = [
    ['Entra and the Bot Connector', checkApps(config)],
    ['Reached from outside', checkPublicUrl(config, liveChat)],
    [`Live chat: ${config.liveChat.kind}`, liveChat.check()],
    ['Store', checkStore(config)],
    ['Surroundings', checkSurroundings(config)],
  ];
  return Promise.all(parts.map(async ([part, points]) => ({ part, points: await points })));
}

async function run(asJson: boolean): Promise<void> {
  const config = await configOrStop();
  if (config === undefined) return;
  const parts = await examine(config);
  process.exitCode = exitCodeOf(parts.flatMap(({ points }) => points));
  if (asJson) say(JSON.stringify({ parts }, undefined, 2));
  else
    say(
      parts
        .flatMap(({ part, points }) => [part, ...linesOf(points), ''])
        .join('\n')
        .trimEnd(),
    );
}

const words = process.argv.slice(2);
if (words.some((word) => word !== '--json')) stop('Usage: npm run doctor [-- --json]');
else await run(words.includes('--json'));
