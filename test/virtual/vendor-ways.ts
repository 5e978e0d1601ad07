import type { ReceivedRequest } from '../../simulators/faults/orders.ts';
import { tokenIn } from '../../simulators/history/token.ts';
import type { Behaviour } from '../../simulators/live-chat/live-chat.ts';
import type { NeverTaken, VendorWays } from './scenario.ts';
import type { Rules } from './world/network.ts';
import type { VirtualTime } from './world/virtual-time.ts';

interface Around {
  readonly time: VirtualTime;
  /** Words that were never said before. */
  readonly word: () => string;
}

/** A live chat that does what the plot says of it. */
export function behaviourOf(
  { idsAgainAfterMs, numbersCallbacks, early }: VendorWays,
  around: Around,
): Behaviour {
  const { time, word } = around;
  const due = [...early];
  return {
    numbersCallbacks,
    chatId: (ended) =>
      idsAgainAfterMs === undefined
        ? undefined
        : ended.find(({ endedAt }) => endedAt + idsAgainAfterMs <= time.now())?.id,
    async beforeAnswer(chat) {
      const next = due.shift();
      if (!next) return;
      if (next.do === 'says') void chat.says(word());
      if (next.do === 'hangs-up') void chat.ends({ message: word() });
      await new Promise<void>((resolve) => time.after(next.answerAfterMs, resolve));
    },
  };
}

/** One of all the words that anybody says meets the same fault each time that it is sent on this way. */
export function rulesOf({ way, word, fault }: NeverTaken): Rules {
  const bad = `x${word.toString(36)}qz`;
  return { [way]: ({ body }: ReceivedRequest) => (tokenIn(body)?.endsWith(bad) ? fault : undefined) };
}
