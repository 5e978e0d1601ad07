import { z } from 'zod';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import type { Clock } from '../../../src/application/ports/clock.ts';
import type { FeedEvent, FeedListener, LiveChatFeed } from '../../../src/application/ports/live-chat-feed.ts';
import { messageId } from '../../../src/domain/ids.ts';

const number = z.int();
const told = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), number, agent: z.string(), text: z.string() }),
  z.object({ type: z.literal('joined'), number, agent: z.string() }),
  z.object({ type: z.literal('ended'), number, text: z.string().optional() }),
]);
const listed = z.object({ events: z.array(told) });

type Told = z.infer<typeof told>;

interface Hearing {
  readonly clock: Clock;
  /** A stream that has been silent for so long, in milliseconds, is up and deaf. */
  readonly deafAfterMs: number;
}

const impatient: Hearing = { clock: systemClock, deafAfterMs: 400 };

/** The adapter of a vendor whose events come on a stream of server-sent events, and can be listed. */
export function standInFeed(baseUrl: string, { clock, deafAfterMs }: Hearing = impatient): LiveChatFeed {
  return {
    async follow({ liveChatId, bookmark }, listener, until) {
      const events = `${baseUrl}/chats/${liveChatId}`;
      const list = async (after: number): Promise<readonly Told[]> => {
        const answer = await fetch(`${events}/events?after=${after}`, { signal: until });
        return listed.parse(await answer.json()).events;
      };
      const heard = gapless(Number(bookmark ?? 0), { listener, list });
      const silence = new AbortController();
      const isOver = AbortSignal.any([until, silence.signal]);
      const answer = await fetch(`${events}/stream?after=${bookmark ?? 0}`, { signal: isOver });
      if (!answer.ok || answer.body === null) throw new Error(`the stream was refused with ${answer.status}`);
      let calm = () => {};
      const awaitSign = () => {
        calm = clock.after(deafAfterMs, () => silence.abort());
      };
      try {
        // What a stream before this one has lost comes on this one no more.
        await heard.missed();
        listener.heard(true);
        awaitSign();
        for await (const data of lines(answer.body)) {
          calm();
          if (data !== '') await heard.inOrder(told.parse(JSON.parse(data)));
          awaitSign();
        }
        throw new Error('the stream has ended');
      } catch (error) {
        if (!until.aborted) throw error;
      } finally {
        calm();
      }
    },
  };
}

interface Source {
  readonly listener: FeedListener;
  readonly list: (after: number) => Promise<readonly Told[]>;
}

interface Gapless {
  /** Tells what the list has and nothing has told. */
  missed(): Promise<void>;
  /** Tells an event on; what a stream has left out before it is listed first. */
  inOrder(event: Told): Promise<void>;
}

function gapless(last: number, { listener, list }: Source): Gapless {
  let heard = last;
  const hear = async (event: Told) => {
    await listener.hear(feedEvent(event, Math.max(heard, event.number)));
    heard = Math.max(heard, event.number);
  };
  const missed = async () => {
    for (const each of await list(heard)) await hear(each);
  };
  return {
    missed,
    inOrder: (event) => (event.number > heard + 1 ? missed() : hear(event)),
  };
}

function feedEvent(event: Told, last: number): FeedEvent {
  const place = { messageId: messageId(`e${event.number}`), bookmark: `${last}` };
  switch (event.type) {
    case 'message':
      return { ...place, kind: 'message', text: event.text, agentName: event.agent };
    case 'joined':
      return { ...place, kind: 'status', status: { type: 'joined', agentName: event.agent } };
    case 'ended': {
      const lastMessage = event.text === undefined ? {} : { lastMessage: event.text };
      return { ...place, kind: 'status', status: { type: 'ended', ...lastMessage } };
    }
  }
}

/** The data of server-sent events; empty for a heartbeat. */
async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    rest += decoder.decode(bytes, { stream: true });
    const whole = rest.split('\n');
    rest = whole.pop() ?? '';
    for (const line of whole) if (line.startsWith('data:')) yield line.slice('data:'.length).trim();
  }
}
