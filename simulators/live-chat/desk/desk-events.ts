import type { SSEStreamingApi } from 'hono/streaming';
import type { ChatRecord, Entry } from '../chats/chat-record.ts';
import type { ChatRegistry } from '../chats/chat-registry.ts';
import type { SimulatedVendor } from '../vendor.ts';

/** Changes of a chat within this time go out as one event. */
const GATHER_MS = 30;
const KEEP_ALIVE_MS = 15_000;
const RECONNECT_AFTER_MS = 1_000;
/** More conversations than a person looks through. */
const SHOWN_CHATS = 300;

/**
 * Feeds one desk page until it goes away: `snapshot` with everything first, so that a page that was cut off is whole
 * again, then `chat` with each chat that changed.
 */
export async function deskEvents(
  stream: SSEStreamingApi,
  registry: ChatRegistry,
  { kind, tells }: Pick<SimulatedVendor, 'kind' | 'tells'>,
): Promise<void> {
  const changed = new Map<string, ChatRecord>();
  let wake = Promise.withResolvers<void>();
  const stopListening = registry.onChange((chat) => {
    changed.set(chat.id, chat);
    wake.resolve();
  });
  stream.onAbort(() => {
    stopListening();
    wake.resolve();
  });

  const chats = registry.chats().slice(-SHOWN_CHATS).map(shown);
  await stream.writeSSE({
    event: 'snapshot',
    data: JSON.stringify({ kind, tells: [...tells], chats }),
    retry: RECONNECT_AFTER_MS,
  });
  while (!stream.aborted && !stream.closed) {
    const isChanged = await wokenWithin(wake.promise, KEEP_ALIVE_MS);
    if (!isChanged) {
      await stream.write(': still here\n\n');
      continue;
    }
    await stream.sleep(GATHER_MS);
    wake = Promise.withResolvers();
    const due = [...changed.values()];
    changed.clear();
    for (const chat of due) await stream.writeSSE({ event: 'chat', data: JSON.stringify(shown(chat)) });
  }
  stopListening();
}

async function wokenWithin(woken: Promise<void>, ms: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ms);
  woken.then(() => resolve(true));
  const isWoken = await promise;
  clearTimeout(timer);
  return isWoken;
}

/** The page needs no addresses and no payloads. */
function shown({ callbackUrl: _, entries, ...chat }: ChatRecord): object {
  return { ...chat, entries: entries.map(shownEntry) };
}

function shownEntry({ callback: _, ...entry }: Entry): object {
  return entry;
}
