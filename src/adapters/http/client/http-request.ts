import { type Dispatcher, getGlobalDispatcher } from 'undici';
import { traceHeaders } from './active-span.ts';
import { type Head, type HttpOutcome, outcomeAfterError } from './http-outcome.ts';
import { ResponseCollector } from './response-collector.ts';

/** One request to a peer. Never follows a redirect; reads at most 1 MB of the answer. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** What is asked for at the origin of `url`, as it is to be written. Default: path and query of `url`, as a parser writes them. */
  readonly target?: string;
  /** Each name followed by its value: undici takes them as they are, at half the price of an object. */
  readonly headers: readonly string[];
  readonly body?: string;
  /** For everything from the first byte out to the last byte in, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether nothing in the body matters after such a status line and headers: then it is not waited for. Default: never. */
  readonly isHeadEnough?: (head: Head) => boolean;
  /** Asked when there is a connection, before the first byte: why nothing is to be sent after all. It is the cause then. */
  readonly whyNot?: (() => string | undefined) | undefined;
  readonly dispatcher?: Dispatcher;
}

/**
 * Speaks to undici's dispatcher itself: its `request` makes a stream, a signal and an asynchronous resource for each call,
 * which costs more than all that is left.
 */
export function sendHttpRequest({
  url,
  headers,
  method,
  body,
  dispatcher,
  target,
  ...collecting
}: HttpRequest): Promise<HttpOutcome> {
  const { timeoutMs, isHeadEnough = needsBody, whyNot = nothingAgainst } = collecting;
  return new Promise((resolve) => {
    const collector = new ResponseCollector({ timeoutMs, isHeadEnough, whyNot }, resolve);
    try {
      const request = {
        ...targetOf(url, target),
        method,
        headers: [...headers, ...traceHeaders()],
        body: body ?? null,
        // The collector's deadline is for the whole exchange, so undici need not count for its parts.
        headersTimeout: 0,
        bodyTimeout: 0,
      };
      (dispatcher ?? getGlobalDispatcher()).dispatch(request, collector);
    } catch (error) {
      collector.settle(outcomeAfterError(error));
    }
  });
}

const needsBody = () => false;
const nothingAgainst = () => undefined;

/** `application/json` for a body, and who asks. */
export const jsonHeaders = ['content-type', 'application/json', 'accept', 'application/json'] as const;

/** Throws when it is no URL. */
function targetOf(url: string, target?: string) {
  const { origin, pathname, search } = new URL(url);
  return { origin, path: target ?? `${pathname}${search}` };
}
