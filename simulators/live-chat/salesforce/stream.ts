import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { streamed } from '../../http/streamed.ts';
import type { RestEnv } from '../rest-env.ts';
import type { RouteOptions } from '../vendor.ts';
import { type EndUser, endUserOf } from './access.ts';
import { choicesIn } from './choices.ts';
import { chatOf } from './conversations.ts';
import { framed, type Kept, keptOf } from './kept.ts';
import { refuse } from './wire.ts';

/** The events of an end user, from `Last-Event-Id` on, until their token is over. */
export function stream(c: Context<RestEnv>, options: RouteOptions): Response {
  const user = endUserOf(c);
  if (user === undefined) return refuse(c, 'unauthorized');
  const last = Number(c.req.header('last-event-id') ?? Number.NaN);
  if (c.req.header('x-org-id') === undefined || Number.isNaN(last)) return refuse(c, 'headers');
  if (choicesIn(options.choices()).isAway) return refuse(c, 'unavailable');
  return streamSSE(c, (sse) => tell(sse, { ...options, user, last }));
}

interface Telling extends RouteOptions {
  readonly user: EndUser;
  readonly last: number;
}

async function tell(sse: SSEStreamingApi, telling: Telling): Promise<void> {
  const { registry, choices, user } = telling;
  const told = eventsOf(telling);
  const { resumes, overlap } = choicesIn(choices());
  let next = resumes ? Math.max(0, Math.min(telling.last, told().length) - overlap) : told().length;
  const { wake, woken } = bell();
  const stopListening = registry.onChange(({ details }) => {
    if (details?.subject === user.subject) wake();
  });
  sse.onAbort(wake);
  const living = signsOfLife(sse, telling, wake);
  await write(sse, { event: 'ping', data: '0' });
  while (!sse.aborted && !living.isStopped && Date.now() < user.until) {
    const { isDeaf, times } = choicesIn(choices());
    for (const event of isDeaf ? [] : told().slice(next)) {
      next += 1;
      for (let time = 0; time < times && !event.isLost; time++)
        await write(sse, { event: event.name, id: String(next), data: event.data });
    }
    await woken();
  }
  stopListening();
}

interface Event {
  readonly name: string;
  readonly data: string;
  readonly isLost: boolean;
}

const eventsOf =
  ({ registry, user }: Telling) =>
  (): readonly Event[] => {
    const chat = chatOf(registry, user);
    const eventOf = (kept: Kept): Event => ({
      name: kept.event,
      data: framed(chat?.id ?? '', kept),
      isLost: kept.isLost,
    });
    return chat === undefined ? [] : keptOf(chat).map(eventOf);
  };

/** A ping from time to time, and a wake with it, so that a token that is over is found. */
function signsOfLife(sse: SSEStreamingApi, { pause, choices }: Telling, wake: () => void) {
  const state = { isStopped: false };
  const go = async () => {
    while (!sse.aborted && !state.isStopped) {
      state.isStopped = (await pause(choicesIn(choices()).pingMs)) === 'stopped';
      const isSilent = state.isStopped || sse.aborted || choicesIn(choices()).isDeaf;
      if (!isSilent) await write(sse, { event: 'ping', data: '0' });
      wake();
    }
  };
  void go();
  return state;
}

async function write(sse: SSEStreamingApi, frame: Parameters<SSEStreamingApi['writeSSE']>[0]): Promise<void> {
  streamed.publish(frame);
  await sse.writeSSE(frame);
}

/** A wake that comes while no one waits is not forgotten. */
function bell() {
  let current = Promise.withResolvers<void>();
  return {
    wake: () => current.resolve(),
    async woken(): Promise<void> {
      await current.promise;
      current = Promise.withResolvers<void>();
    },
  };
}
