import { z } from 'zod';
import type { FeedListener, LiveChatFeed } from '../../../src/application/ports/live-chat-feed.ts';
import { messageId } from '../../../src/domain/ids.ts';

const told = z.object({ number: z.int(), agent: z.string(), text: z.string() });
const listed = z.object({ events: z.array(told) });

type Told = z.infer<typeof told>;

/** A stream that has been silent for so long, in milliseconds, is up and deaf. */
const deafAfterMs = 400;

/** The adapter of a vendor whose events come on a stream of server-sent events, and can be listed. */
export function standInFeed(baseUrl: string): LiveChatFeed {
  return {
    async follow({ liveChatId, bookmark }, listener, until) {
      const events = `${baseUrl}/chats/${liveChatId}`;
      const list = async (after: number): Promise<readonly Told[]> => {
        const answer = await fetch(`${events}/events?after=${after}`, { signal: until });
        return listed.parse(await answer.json()).events;
      };
      const inOrder = gapless(Number(bookmark ?? 0), { listener, list });
      const silence = new AbortController();
      const isOver = AbortSignal.any([until, silence.signal]);
      const answer = await fetch(`${events}/stream?after=${bookmark ?? 0}`, { signal: isOver });
      if (!answer.ok || answer.body === null) throw new Error(`the stream was refused with ${answer.status}`);
      let timer = setTimeout(() => silence.abort(), deafAfterMs);
      try {
        listener.heard(true);
        for await (const data of lines(answer.body)) {
          clearTimeout(timer);
          if (data !== '') await inOrder(told.parse(JSON.parse(data)));
          timer = setTimeout(() => silence.abort(), deafAfterMs);
        }
        throw new Error('the stream has ended');
      } catch (error) {
        if (!until.aborted) throw error;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

interface Source {
  readonly listener: FeedListener;
  readonly list: (after: number) => Promise<readonly Told[]>;
}

/** Tells events on; what a stream has left out is listed first. */
function gapless(last: number, { listener, list }: Source): (event: Told) => Promise<void> {
  let heard = last;
  const hear = async ({ number, agent, text }: Told) => {
    await listener.hear({
      kind: 'message',
      messageId: messageId(`e${number}`),
      bookmark: `${Math.max(heard, number)}`,
      text,
      agentName: agent,
    });
    heard = Math.max(heard, number);
  };
  return async (event) => {
    if (event.number > heard + 1) for (const each of await list(heard)) await hear(each);
    else await hear(event);
  };
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
