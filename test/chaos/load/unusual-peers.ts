import { setTimeout as sleep } from 'node:timers/promises';
import { conversationOfCallback } from '../../../simulators/copilot-studio/connected-agent/callbacks.ts';
import type { Fault } from '../../../simulators/faults/fault.ts';
import type { Asked, Rule } from '../../../simulators/faults/orders.ts';
import { randomAt } from '../../../simulators/faults/random.ts';
import { tokenIn } from '../../../simulators/history/token.ts';
import type { Behaviour } from '../../../simulators/live-chat/live-chat.ts';
import { whichRequests } from '../../../simulators/live-chat/which-requests.ts';
import type { ChaosWorld } from '../chaos-world.ts';

interface Strange {
  readonly seed: string;
  /** Of so many words on each way, one is never taken, however often it is sent. */
  readonly neverTakenOneIn: number;
  /** Words that were never said before. */
  readonly words: () => string;
}

/**
 * What vendors, firewalls and networks of strangers do: single words that a party never takes, ids of live chats given
 * again, callbacks numbered in each chat, and live chats that speak or hang up before they have answered the start.
 */
export function behaveStrangely({ proxies, liveChat }: ChaosWorld, strange: Strange): void {
  const isActivity = ({ path }: Asked) =>
    path.includes('/v3/conversations/') || conversationOfCallback(path) !== undefined;
  proxies.toTeams.rule(neverTaken('to-teams', isActivity, strange));
  proxies.toLiveChat.rule(neverTaken('to-live-chat', whichRequests(liveChat.reads).step('say'), strange));
  liveChat.behave(vendorWays(strange));
}

const stubborn: readonly [Fault, ...Fault[]] = [
  { kind: 'reset-before' },
  { kind: 'status', status: 503 },
  { kind: 'intermediary', status: 403 },
  { kind: 'black-hole' },
];

/** A word's own letters decide, so that it meets the same each time; what is not words goes through. */
function neverTaken(
  way: string,
  isWords: (asked: Asked) => boolean,
  { seed, neverTakenOneIn }: Strange,
): Rule {
  return (asked) => {
    const token = isWords(asked) ? tokenIn(asked.body) : undefined;
    if (token === undefined) return undefined;
    const random = randomAt(`${seed}/${way}/${token}`, 0);
    if (random() * neverTakenOneIn >= 1) return undefined;
    return stubborn[Math.floor(random() * stubborn.length)] ?? stubborn[0];
  };
}

function vendorWays({ seed, words }: Strange): Behaviour {
  const random = randomAt(`${seed}/vendor`, 0);
  let chats = 0;
  return {
    numbersCallbacks: true,
    // Ids have parts, as those of some vendors do.
    chatId: (ended) => (random() < 0.5 ? ended[0]?.id : undefined) ?? `desk:${++chats}`,
    async beforeAnswer(chat) {
      const dice = random();
      if (dice < 0.2) void chat.says(words());
      else if (dice < 0.25) void chat.ends({ message: words() });
      // Mostly at once, now and then longer than a callback is looked for.
      await sleep(random() < 0.8 ? random() * 100 : random() * 4000);
    },
  };
}
