import { afterEach } from 'vitest';
import type { LiveChat } from '../../../simulators/live-chat/start-live-chat.ts';

/** What a test has started is stopped after it. */
export function stoppedAfterEach() {
  const stops: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    await Promise.all(stops.splice(0).map((stop) => stop()));
  });
  const stopLater = (stop: () => Promise<unknown>): void => void stops.push(stop);
  return {
    stopLater,
    /** Passes a live chat on. */
    async stopped(liveChat: Promise<LiveChat>): Promise<LiveChat> {
      const started = await liveChat;
      stopLater(() => started.stop());
      return started;
    },
  };
}
