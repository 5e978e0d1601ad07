import { asEnded, type ChatRecord } from '../../chats/chat-record.ts';
import type { RouteOptions } from '../../vendor.ts';

const hourMs = 3_600_000;

/** Runs every hour while chats are open, from the first call on, and closes those in which nothing was said for over an hour. */
export function idleJob(
  { registry, pause }: Pick<RouteOptions, 'registry' | 'pause'>,
  tellClosed: (chat: ChatRecord) => void,
): () => void {
  const open = () => registry.chats().filter(({ status }) => status !== 'ended');
  const run = async (): Promise<void> => {
    while (open().length > 0) {
      if ((await pause(hourMs)) === 'stopped') return;
      for (const chat of open()) {
        if (Date.now() - Date.parse(chat.changedAt) <= hourMs) continue;
        registry.change(chat.id, closed);
        tellClosed(chat);
      }
    }
  };
  let isRunning = false;
  return () => {
    if (isRunning) return;
    isRunning = true;
    void run().finally(() => {
      isRunning = false;
    });
  };
}

const closed = (chat: ChatRecord): ChatRecord =>
  asEnded(chat, {
    reason: 'idle',
    by: 'agent',
    entry: {
      kind: 'event',
      id: `evt_${chat.id}_idle`,
      text: 'The conversation was closed: nothing was said for over an hour',
      at: new Date().toISOString(),
    },
  });
