import { type Exchange, fieldOf, isAnswered, parsedJson } from '../http/exchange.ts';
import type { Kind } from '../pact/pact.ts';

/** The sessions that this run has opened at the live chat. */
export interface OpenSessions {
  /** Looks at an exchange for what it opened or ended. */
  note(exchange: Exchange): void;
  /** Every start that was answered with a session, in that order, also those that have ended. */
  readonly starts: readonly OpenedBy[];
  /** The ids of those that have not been ended. */
  left(): readonly string[];
  /** Starts that got no answer, and may have opened a session all the same. */
  unanswered(): readonly Exchange[];
}

export interface OpenedBy {
  readonly sessionId: string;
  /** The `Idempotency-Key` of the start. */
  readonly key: string;
}

interface Names {
  readonly start: string;
  readonly end: string;
  readonly id: string;
}

export const namesOf: Readonly<Record<Kind, Names>> = {
  reference: { start: '/api/livechat/start', end: '/api/livechat/end', id: 'sessionId' },
  'contoso-sample': { start: '/api/chat/start', end: '/api/chat/end', id: 'conversationId' },
};

export function openSessions(kind: Kind): OpenSessions {
  const { start, end, id } = namesOf[kind];
  const starts: OpenedBy[] = [];
  const ended = new Set<string>();
  const open = new Map<string, Exchange>();
  const idIn = (body: string): string => {
    const found = fieldOf(parsedJson(body), id);
    return typeof found === 'string' ? found : '';
  };
  return {
    starts,
    note(exchange) {
      const { url, headers, body, answer } = exchange;
      const { pathname } = new URL(url);
      const isKeyedStart = pathname.endsWith(start) && headers['idempotency-key'] !== undefined;
      if (isKeyedStart && isAnswered(answer)) open.delete(headers['idempotency-key'] ?? '');
      if (isKeyedStart && !isAnswered(answer)) open.set(headers['idempotency-key'] ?? '', exchange);
      if (!isAnswered(answer) || answer.status > 299) return;
      const sessionId = pathname.endsWith(start) ? idIn(answer.body) : '';
      if (sessionId !== '') starts.push({ sessionId, key: headers['idempotency-key'] ?? '' });
      if (pathname.endsWith(end)) ended.add(idIn(body));
    },
    unanswered: () => [...open.values()],
    left: () => [...new Set(starts.map(({ sessionId }) => sessionId))].filter((each) => !ended.has(each)),
  };
}
