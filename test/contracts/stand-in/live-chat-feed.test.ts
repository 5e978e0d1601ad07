import { setTimeout as sleep } from 'node:timers/promises';
import { startEventStream } from '../../../simulators/live-chat/stream/event-stream.ts';
import { liveChatId, sessionId } from '../../../src/domain/ids.ts';
import { describeLiveChatFeed } from '../live-chat-feed/live-chat-feed.ts';
import { standInFeed } from './feed.ts';

/** Longer than the stream takes from one heartbeat to the next, in milliseconds. */
const aHeartbeatMs = 70;

describeLiveChatFeed('A stream of server-sent events', async (clock) => {
  const stream = await startEventStream();
  const session = { sessionId: sessionId('hs_1'), liveChatId: liveChatId('chat-1') };
  const { faults, cut, stop } = stream;
  let count = 0;
  return {
    feed: standInFeed(stream.url, { clock, deafAfterMs: 80_000 }),
    session,
    stop,
    label: (event) => (event.kind === 'message' ? event.text : undefined),
    desk: {
      async happens() {
        count++;
        stream.says(session.liveChatId, 'Dana', `${count}`);
        return `${count}`;
      },
      cut,
      refuse: (isRefusing) => void Object.assign(faults, { isAway: isRefusing }),
      deafen: (isDeaf) => void Object.assign(faults, { isDeaf }),
      lose: (isLosing) => void Object.assign(faults, { loses: isLosing }),
      repeat: () => void Object.assign(faults, { times: 2, overlap: 2 }),
      beat: () => sleep(aHeartbeatMs),
      connections: () => stream.followers(session.liveChatId),
    },
  };
});
