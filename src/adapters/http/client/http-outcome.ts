/** Status line and headers of an answer. */
export interface Head {
  readonly status: number;
  readonly retryAfterMs?: number;
  /** A page for people, in HTML, which no API that the bridge calls answers: it may come from an intermediary. */
  readonly isPage?: true;
}

/**
 * The outcome of a request to a peer.
 *
 * - `answered`: an HTTP answer came; `body` is its JSON, absent when there is none or it is not JSON or too long, when it
 *   broke off, or when it was not waited for.
 * - `not-sent`: no connection could be made, so the peer has not seen the request.
 * - `unknown`: the peer may have seen it or not.
 */
export type HttpOutcome =
  | (Head & {
      readonly outcome: 'answered';
      readonly body: unknown;
      /** The body broke off, came too slowly or was too long. */
      readonly isCut?: true;
    })
  | { readonly outcome: 'not-sent' | 'unknown'; readonly cause: string };

export const isSuccess = (status: number): boolean => status >= 200 && status < 300;

const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What is known after a failure; `hasStarted` when there was a connection on which the request may have been written. */
export function outcomeAfterError(error: unknown, hasStarted = true): HttpOutcome {
  const cause = codeOf(error);
  return { outcome: hasStarted && !neverConnected.has(cause) ? 'unknown' : 'not-sent', cause };
}

/** The code of a failure, never its message: messages can quote what we sent. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  const { code, cause } = error as Error & { readonly code?: unknown };
  if (typeof code === 'string') return code;
  return cause instanceof Error ? codeOf(cause) : error.name;
}
