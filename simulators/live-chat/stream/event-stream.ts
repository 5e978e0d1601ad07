import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { listen } from '../../http/listen.ts';

/** What happens in a live chat that tells it on its stream. */
export type StreamedAct =
  | { readonly type: 'message'; readonly agent: string; readonly text: string }
  | { readonly type: 'joined'; readonly agent: string }
  /** With the last words, if there are any. */
  | { readonly type: 'ended'; readonly text?: string };

/** `number` counts from 1 within a chat. */
export type StreamedEvent = StreamedAct & { readonly number: number };

/** How a stream differs from one that tells each event once and at once. The list of events is always whole. */
export interface StreamFaults {
  /** What is told now never comes on an open stream. */
  loses: boolean;
  /** Each event comes so many times. */
  times: number;
  /** A new stream begins so many events earlier than it was asked to. */
  overlap: number;
  /** Events come on streams so much later than they happen, in milliseconds. */
  lateMs: number;
  /** Open streams are up and carry nothing, no heartbeat either. */
  isDeaf: boolean;
  /** New streams are refused. */
  isAway: boolean;
}

const noFaults: Readonly<StreamFaults> = {
  loses: false,
  times: 1,
  overlap: 0,
  lateMs: 0,
  isDeaf: false,
  isAway: false,
};

const heartbeatMs = 50;

/** A live chat that does not call back: it keeps its events in a list and tells them on a stream of server-sent events. */
export async function startEventStream() {
  const faults: StreamFaults = { ...noFaults };
  const { eventsOf, isLost, isDue, tells } = keptEvents(faults);
  const open = new Map<SSEStreamingApi, string>();

  async function send(stream: SSEStreamingApi, event: StreamedEvent): Promise<void> {
    const data = JSON.stringify(event);
    for (let time = 0; time < faults.times; time++) await stream.writeSSE({ data });
  }

  async function tell(stream: SSEStreamingApi, chat: string, after: number): Promise<void> {
    let next = Math.max(0, after - faults.overlap);
    while (!stream.aborted && open.has(stream)) {
      if (faults.isDeaf) {
        await sleep(heartbeatMs);
        continue;
      }
      const events = eventsOf(chat).slice(next).filter(isDue);
      next += events.length;
      for (const event of events.filter((each) => !isLost(each))) await send(stream, event);
      await stream.writeSSE({ event: 'heartbeat', data: '' });
      await sleep(heartbeatMs);
    }
  }

  const app = new Hono();
  app.get('/chats/:chat/events', (c) => {
    const events = eventsOf(c.req.param('chat'));
    return c.json({ events: events.slice(Number(c.req.query('after') ?? 0)) });
  });
  app.get('/chats/:chat/stream', (c) => {
    if (faults.isAway) return c.json({ error: 'away' }, 503);
    const chat = c.req.param('chat');
    return streamSSE(c, async (stream) => {
      open.set(stream, chat);
      await tell(stream, chat, Number(c.req.query('after') ?? 0));
      open.delete(stream);
    });
  });
  const listening = await listen(app);
  const cut = (): void => {
    for (const stream of open.keys()) stream.abort();
    open.clear();
  };
  return {
    url: listening.url,
    faults,
    stop: listening.stop,
    tells,
    /** An agent says something in a chat. */
    says: (chat: string, agent: string, text: string) => tells(chat, { type: 'message', agent, text }),
    /** Ends all streams that are open now, as a broken connection would. */
    cut,
    /** From now on nothing goes wrong; open streams are made anew. */
    heal(): void {
      Object.assign(faults, noFaults);
      cut();
    },
    /** How many streams of a chat are open. */
    followers: (chat: string): number => [...open.values()].filter((each) => each === chat).length,
  };
}

function keptEvents(faults: Readonly<StreamFaults>) {
  const kept = new Map<string, readonly StreamedEvent[]>();
  const lost = new Set<StreamedEvent>();
  const keptAt = new Map<StreamedEvent, number>();
  const eventsOf = (chat: string) => kept.get(chat) ?? [];
  return {
    eventsOf,
    isLost: (event: StreamedEvent) => lost.has(event),
    isDue: (event: StreamedEvent) => (keptAt.get(event) ?? 0) + faults.lateMs <= Date.now(),
    tells(chat: string, act: StreamedAct): void {
      const event = { ...act, number: eventsOf(chat).length + 1 };
      if (faults.loses) lost.add(event);
      keptAt.set(event, Date.now());
      kept.set(chat, [...eventsOf(chat), event]);
    },
  };
}

export type EventStream = Awaited<ReturnType<typeof startEventStream>>;
