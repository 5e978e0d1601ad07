import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { listen } from '../../http/listen.ts';

/** What a live chat tells on its stream. `number` counts from 1 within a chat. */
export interface StreamedEvent {
  readonly number: number;
  readonly agent: string;
  readonly text: string;
}

/** How a stream differs from one that tells each event once and at once. The list of events is always whole. */
export interface StreamFaults {
  /** What is told now never comes on an open stream. */
  loses: boolean;
  /** Each event comes so many times. */
  times: number;
  /** A new stream begins so many events earlier than it was asked to. */
  overlap: number;
  /** Open streams are up and carry nothing, no heartbeat either. */
  isDeaf: boolean;
  /** New streams are refused. */
  isAway: boolean;
}

const heartbeatMs = 50;

/** A live chat that does not call back: it keeps its events in a list and tells them on a stream of server-sent events. */
export async function startEventStream() {
  const kept = new Map<string, StreamedEvent[]>();
  const lost = new Set<StreamedEvent>();
  const open = new Set<SSEStreamingApi>();
  const faults: StreamFaults = { loses: false, times: 1, overlap: 0, isDeaf: false, isAway: false };
  const eventsOf = (chat: string): readonly StreamedEvent[] => kept.get(chat) ?? [];

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
      const events = eventsOf(chat).slice(next);
      next += events.length;
      for (const event of events.filter((each) => !lost.has(each))) await send(stream, event);
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
    return streamSSE(c, async (stream) => {
      open.add(stream);
      await tell(stream, c.req.param('chat'), Number(c.req.query('after') ?? 0));
      open.delete(stream);
    });
  });
  const listening = await listen(app);
  return {
    url: listening.url,
    faults,
    stop: listening.stop,
    /** An agent says something in a chat. */
    says(chat: string, agent: string, text: string): void {
      const events = [...eventsOf(chat)];
      const event = { number: events.length + 1, agent, text };
      if (faults.loses) lost.add(event);
      kept.set(chat, [...events, event]);
    },
    /** Ends all streams that are open now, as a broken connection would. */
    cut(): void {
      for (const stream of open) stream.abort();
      open.clear();
    },
  };
}

export type EventStream = Awaited<ReturnType<typeof startEventStream>>;
