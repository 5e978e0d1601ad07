import { Hono } from 'hono';
import { listen } from '../../../simulators/http/listen.ts';
import { faults, meetFaults } from '../../../simulators/live-chat/faults.ts';
import type { Desk } from '../live-chat.ts';

/** What a made-up vendor can do, and what it cannot. */
export interface VendorTraits {
  /** Whether its chats and messages can be listed. There are no idempotency keys. */
  readonly lists: boolean;
  /** What is done to words that come after the end. */
  readonly afterEnd: 'refuses' | 'reopens';
  /** Whether a chat opens with words alone. */
  readonly needsFirstWords: boolean;
  /** Characters of the longest text. */
  readonly longestText: number;
}

interface VendorChat {
  readonly id: string;
  readonly of: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly messages: { readonly ref: string; readonly text: string }[];
  isEnded: boolean;
}

/** A vendor over real HTTP, and its desk. It knows chats by an id of its own and by the one that its customer gave. */
export async function standInVendor(traits: VendorTraits) {
  const chats: VendorChat[] = [];
  const armed = faults();
  const app = appOf(chats, traits);
  const front = new Hono();
  front.use(meetFaults(armed, () => undefined));
  front.route('/', app);
  const listening = await listen(front);
  const goAway = once(listening.stop);
  const found = (id: string) => chats.find((chat) => chat.id === id);
  const desk: Desk = {
    texts: (id) => found(id)?.messages.map(({ text }) => text) ?? [],
    isEnded: (id) => found(id)?.isEnded ?? false,
    chatCount: () => chats.length,
    briefing: (id) => Object.keys(found(id)?.facts ?? {}),
    failNext: (fault) => armed.arm(fault),
    loseNextAnswer: () => armed.arm({ reset: 'after-accepting' }),
    goAway,
  };
  return { url: listening.url, desk, stop: goAway };
}

function appOf(chats: VendorChat[], { lists, afterEnd, needsFirstWords, longestText }: VendorTraits): Hono {
  const app = new Hono();
  const isTaken = (text: unknown): text is string =>
    typeof text === 'string' && text !== '' && text.length <= longestText;
  app.post('/customers/:customer/chats', async (c) => {
    const { words, facts } = await c.req.json();
    if (needsFirstWords && !isTaken(words)) return c.json({ error: 'no-words' }, 400);
    const messages = needsFirstWords ? [{ ref: '', text: words }] : [];
    const chat = { id: `v${chats.length + 1}`, of: c.req.param('customer'), facts, messages, isEnded: false };
    chats.push(chat);
    return c.json({ id: chat.id }, 201);
  });
  app.get('/customers/:customer/chats', (c) =>
    lists
      ? c.json(chats.filter(({ of }) => of === c.req.param('customer')).map(({ id }) => ({ id })))
      : c.json({ error: 'no-lists' }, 405),
  );
  app.get('/chats/:id/messages', (c) => {
    const chat = chats.find(({ id }) => id === c.req.param('id'));
    if (chat === undefined) return c.json({ error: 'unknown' }, 404);
    return lists ? c.json(chat.messages) : c.json({ error: 'no-lists' }, 405);
  });
  app.post('/chats/:id/messages', async (c) => {
    const chat = chats.find(({ id }) => id === c.req.param('id'));
    if (chat === undefined) return c.json({ error: 'unknown' }, 404);
    if (chat.isEnded && afterEnd === 'refuses') return c.json({ error: 'ended' }, 410);
    const { ref, text } = await c.req.json();
    if (!isTaken(text)) return c.json({ error: 'text' }, 422);
    chat.isEnded = false;
    chat.messages.push({ ref, text });
    return c.json({ ref }, 201);
  });
  app.post('/chats/:id/end', (c) => {
    const chat = chats.find(({ id }) => id === c.req.param('id'));
    if (chat === undefined) return c.json({ error: 'unknown' }, 404);
    chat.isEnded = true;
    return c.json({ status: 'ended' });
  });
  return app;
}

function once(stop: () => Promise<void>): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  return () => {
    stopped ??= stop();
    return stopped;
  };
}
