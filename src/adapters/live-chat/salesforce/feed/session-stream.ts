import type { SessionId } from '../../../../domain/ids.ts';
import type { HttpOutcome } from '../../../http/client/http-outcome.ts';
import type { SessionTokens } from '../access/session-tokens.ts';
import type { WhileHeard } from '../client.ts';
import type { SalesforceSettings } from '../settings.ts';
import { streamPath } from '../wire.ts';
import { type EventStream, openEventStream, type StreamListener } from './event-stream.ts';

export interface StreamParts {
  readonly settings: Pick<SalesforceSettings, 'baseUrl' | 'orgId'>;
  readonly tokens: SessionTokens;
}

/** Of a stream that goes on nowhere. */
const fromNowOn = '0';

/** The stream of a session's end user from an event on. Rejects when there is no token. */
export type OpenSessionStream = (
  session: SessionId,
  listener: StreamListener,
  lastEventId?: string,
) => Promise<EventStream>;

export function sessionStreams({ settings, tokens }: StreamParts): OpenSessionStream {
  const { baseUrl, orgId } = settings;
  return async (session, listener, lastEventId) => {
    const own = tokens.of(session);
    const token = await own.get();
    const over = (why: HttpOutcome) => {
      // The next stream is opened with another one.
      if (why.outcome === 'answered' && why.status === 401)
        Promise.resolve(own.get(token)).catch(() => undefined);
      listener.over(why);
    };
    return openEventStream(
      {
        url: `${baseUrl}${streamPath}`,
        headers: [
          'authorization',
          `Bearer ${token}`,
          'x-org-id',
          orgId,
          'last-event-id',
          lastEventId ?? own.firstEventId() ?? fromNowOn,
        ],
      },
      { ...listener, over },
    );
  };
}

const noToken: HttpOutcome = { outcome: 'not-sent', cause: 'no-token' };

/** Has a request made while a stream is open; what the stream tells meanwhile is told again to the one that follows. */
export const whileHeard =
  (open: OpenSessionStream): WhileHeard =>
  async (session, request) => {
    const { promise: begun, resolve } = Promise.withResolvers<'opened' | HttpOutcome>();
    const listener = { opened: () => resolve('opened'), over: resolve, alive() {}, frame() {} };
    const stream = await open(session, listener).catch(() => undefined);
    if (stream === undefined) return noToken;
    try {
      const how = await begun;
      return how === 'opened' ? await request() : how;
    } finally {
      stream.close();
    }
  };
