import { Hono } from 'hono';
import { z } from 'zod';
import type { Exchange } from '../../../simulators/faults/exchange.ts';
import { startFaultProxy } from '../../../simulators/faults/fault-proxy.ts';
import { listen } from '../../../simulators/http/listen.ts';
import type { LiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import {
  type EventStream,
  type StreamedAct,
  startEventStream,
} from '../../../simulators/live-chat/stream/event-stream.ts';
import { type BreakableWay, startBreakableWay } from '../../network/breakable-way.ts';
import { until } from '../load/until.ts';

/**
 * A vendor that does not call back. What its desk would post to the bridge it keeps, and tells it on a stream to who follows the
 * chat. It takes words until the bridge has ended the chat.
 */
export interface HeardVendor {
  readonly stream: EventStream;
  /** On which the stream is reached, by all who follow. */
  readonly way: BreakableWay;
  /** What a bridge of `following-bridge-process.ts` is told beside its settings. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the vendor has kept, as if the bridge had been told: its acceptance binds the bridge. */
  exchanges(): readonly Exchange[];
  /** Whose chats they are. */
  connect(liveChat: LiveChat): void;
  /** From now on the stream has no faults, and each chat has to be followed. */
  heal(): void;
  stop(): Promise<void>;
}

const callback = z.object({
  sessionId: z.string(),
  type: z.enum(['message', 'agent-joined', 'session-ended']).default('message'),
  sender: z.string().optional(),
  message: z.string().optional(),
});

/** A live chat is heard again within this time, in milliseconds, once it can be. */
const heardAgainMs = 10_000;

export async function startHeardVendor(): Promise<HeardVendor> {
  const stream = await startEventStream();
  const state: { liveChat?: LiveChat; isHealed: boolean } = { isHealed: false };
  const app = new Hono();
  app.post('/api/messages/proactive', async (c) => {
    const told = callback.parse(await c.req.json());
    const { sessionId: chat } = told;
    if (isEndedByBridge(chat, state.liveChat)) return c.json({ error: 'ended' }, 410);
    // An end that no side could hear any more is one of a chat that was left open.
    const mustBeHeard = state.isHealed && told.type === 'session-ended';
    if (mustBeHeard && !(await until(() => stream.followers(chat) > 0, heardAgainMs)))
      return c.json({ error: 'not-followed' }, 404);
    stream.tells(chat, actOf(told));
    return c.json({ status: 'kept' }, 202);
  });
  const keeping = await listen(app);
  const callbacks = await startFaultProxy({ target: keeping.url });
  const way = await startBreakableWay(Number(new URL(stream.url).port));
  return {
    stream,
    way,
    environment: { FEED_STREAM_URL: `http://127.0.0.1:${way.port}`, FEED_CALLBACK_URL: callbacks.url },
    exchanges: () => callbacks.exchanges,
    connect(liveChat) {
      state.liveChat = liveChat;
    },
    heal() {
      state.isHealed = true;
      stream.heal();
    },
    async stop() {
      await Promise.all([way.stop(), callbacks.stop()]);
      await Promise.all([keeping.stop(), stream.stop()]);
    },
  };
}

function actOf({ type, sender = '', message = '' }: z.infer<typeof callback>): StreamedAct {
  switch (type) {
    case 'message':
      return { type, agent: sender, text: message };
    case 'agent-joined':
      return { type: 'joined', agent: sender };
    case 'session-ended':
      return { type: 'ended', ...(message !== '' && { text: message }) };
  }
}

const ending = z.object({ sessionId: z.string() });

const isEndedByBridge = (chat: string, liveChat: LiveChat | undefined): boolean =>
  liveChat?.requests.some(
    ({ path, status, body }) =>
      path.endsWith('/end') && status < 300 && status > 0 && ending.safeParse(body).data?.sessionId === chat,
  ) ?? false;
