import { type Exchange, fieldOf, isAnswered, parsedJson } from '../http/exchange.ts';

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

/** By what a session's start and end are known. */
export interface SessionNames {
  readonly startPath: string;
  readonly endPath: string;
  /** The field that names a session, in bodies and in answers. */
  readonly sessionField: string;
}

export function openSessions({ startPath, endPath, sessionField }: SessionNames): OpenSessions {
  const starts: OpenedBy[] = [];
  const ended = new Set<string>();
  const open = new Map<string, Exchange>();
  const idIn = (body: string): string => {
    const found = fieldOf(parsedJson(body), sessionField);
    return typeof found === 'string' ? found : '';
  };
  const noteStart = (exchange: Exchange): void => {
    const { 'idempotency-key': key } = exchange.headers;
    if (key !== undefined && isAnswered(exchange.answer)) open.delete(key);
    else if (key !== undefined) open.set(key, exchange);
    const sessionId = isAnswered(exchange.answer) && isSuccess(exchange) ? idIn(exchange.answer.body) : '';
    if (sessionId !== '') starts.push({ sessionId, key: key ?? '' });
  };
  return {
    starts,
    note(exchange) {
      const { pathname } = new URL(exchange.url);
      if (pathname.endsWith(startPath)) noteStart(exchange);
      else if (pathname.endsWith(endPath) && isSuccess(exchange)) ended.add(idIn(exchange.body));
    },
    unanswered: () => [...open.values()],
    left: () => [...new Set(starts.map(({ sessionId }) => sessionId))].filter((each) => !ended.has(each)),
  };
}

const isSuccess = ({ answer }: Exchange): boolean => isAnswered(answer) && answer.status <= 299;
