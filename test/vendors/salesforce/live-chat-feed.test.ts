import { setTimeout as sleep } from 'node:timers/promises';
import { liveChatId } from '../../../src/domain/ids.ts';
import { session, startOrganization } from '../../adapters/live-chat/salesforce/organization.ts';
import { describeLiveChatFeed } from '../../contracts/live-chat-feed/live-chat-feed.ts';
import { type BreakableWay, startBreakableWay } from '../../network/breakable-way.ts';

/** Signs of life come by the clock of the machine, however far the feed's own time is pushed. */
const pingMs = 10;

describeLiveChatFeed('Salesforce', async (clock) => {
  const ways: BreakableWay[] = [];
  const { feed, begun, behave, stop } = await startOrganization({
    clock,
    choices: { pingMs },
    async reachedAt(url) {
      const way = await startBreakableWay(Number(new URL(url).port));
      ways.push(way);
      return `http://127.0.0.1:${way.port}`;
    },
  });
  const chat = await begun();
  let count = 0;
  let choices: Readonly<Record<string, unknown>> = { pingMs };
  const choose = (more: Readonly<Record<string, unknown>>) => {
    choices = { ...choices, ...more };
    behave(choices);
  };
  return {
    feed,
    session: { sessionId: session, liveChatId: liveChatId(chat.id) },
    label: (event) => (event.kind === 'message' ? event.text : undefined),
    desk: {
      async happens() {
        count++;
        await chat.says(`${count}`);
        return `${count}`;
      },
      cut() {
        for (const way of ways) way.down();
        for (const way of ways) way.up();
      },
      refuse: (isRefusing) => choose({ isAway: isRefusing }),
      deafen: (isDeaf) => choose({ isDeaf }),
      lose: (isLosing) => choose({ loses: isLosing }),
      repeat: () => choose({ times: 2, overlap: 2 }),
      beat: () => sleep(3 * pingMs),
    },
    async stop() {
      await Promise.all(ways.map((way) => way.stop()));
      await stop();
    },
  };
});
