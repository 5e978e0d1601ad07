import { configOrStop, exitCodeOf, linesOf, openLiveChat, stop, takeWayOut } from './operator/checks.ts';
import { say } from './say.ts';

/*
 * Asks the live chat, with the bridge's own settings, for all that a session needs. Opens no chat. Ends with 0 when all is fine,
 * 1 when something is wrong, 2 when the settings are not complete or the command was not understood.
 */

async function checkWith(asJson: boolean): Promise<void> {
  const config = await configOrStop();
  if (config === undefined) return;
  const { kind, callbackPath } = config.liveChat;
  const callbackUrl = callbackPath && `${config.publicUrl}${callbackPath}`;
  takeWayOut(config);
  const points = await openLiveChat(config).check();
  process.exitCode = exitCodeOf(points);
  if (asJson)
    say(JSON.stringify({ liveChat: kind, ...(callbackUrl && { callbackUrl }), points }, undefined, 2));
  else say([`Live chat: ${kind}`, ...linesOf(points), '', closingOf(callbackUrl)].join('\n'));
}

const closingOf = (callbackUrl: string | undefined): string =>
  callbackUrl === undefined
    ? 'This live chat does not call back.'
    : `Its callbacks have to come to ${callbackUrl}`;

const words = process.argv.slice(2);
if (words.some((word) => word !== '--json')) stop('Usage: npm run live-chat:check [-- --json]');
else await checkWith(words.includes('--json'));
