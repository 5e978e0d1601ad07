import { describe, expect, it } from 'vitest';
import { itemsIn } from '../../simulators/history/item.ts';
import { printed } from '../../simulators/history/print.ts';
import { waysToCall } from '../../simulators/solution/builder/agent-source.ts';
import { runChaos } from './chaos-run.ts';

describe('A message that its receiver refuses for good, within a load', () => {
  it.each(waysToCall)(
    'R19: becomes a dead letter, and its session goes on (called as a %s)',
    async (callers) => {
      const { record, findings } = await runChaos({
        seed: 'poison',
        callers,
        kills: 0,
        sessions: 10,
        ratePerSecond: 40,
        faults: 'none',
        // More often than in the long form, so that it hits words within seconds and not notices alone.
        poisonOneIn: 20,
        seconds: 3,
        tell: () => undefined,
      });
      expect(printed(findings)).toBe('Every promise was kept.\n');
      // A callback whose right is over refuses any word, which then waits for the next turn.
      const items = itemsIn(record).map((item) => ({
        ...item,
        attempted: item.attempted.filter(({ status }) => status !== 401),
      }));
      const refused = items.filter(({ attempted }) => attempted.some(({ outcome }) => outcome === 'refused'));
      expect(refused.length).toBeGreaterThan(0);
      for (const { token, dead, shown, attempted } of refused) {
        // A problem is also a part of the start, and of the transcript of a later one: those are other messages.
        expect(
          attempted.filter(({ outcome }) => outcome === 'refused'),
          token,
        ).toHaveLength(1);
        expect(dead, token).toHaveLength(1);
        expect(shown.length, token).toBe(attempted.length - 1);
      }
      // In sessions that were refused something, words that were said later arrived.
      const wentOn = refused.filter(({ sent, dead }) =>
        items.some(
          (other) =>
            other.sent[0]?.conversationId === sent[0]?.conversationId &&
            other.sent[0]?.liveChatId === sent[0]?.liveChatId &&
            other.shown.some(({ at }) => at > (dead[0]?.at ?? Number.POSITIVE_INFINITY)),
        ),
      );
      expect(wentOn.length).toBeGreaterThan(0);
    },
    30_000,
  );
});
