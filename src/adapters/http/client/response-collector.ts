import type { Dispatcher } from 'undici';
import { type Head, type HttpOutcome, outcomeAfterError } from './http-outcome.ts';
import { parseRateLimitReset, parseRetryAfter } from './retry-after.ts';

const maxAnswerBytes = 1_000_000;

interface Collecting {
  /** For the whole exchange, in milliseconds. */
  readonly timeoutMs: number;
  readonly isHeadEnough: (head: Head) => boolean;
  readonly whyNot: () => string | undefined;
}

type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Takes in the answer to one request, from undici's dispatcher and before a deadline. Settles once: with the status line and
 * the headers where they say all, otherwise with the body. A body that breaks off does not take back the status.
 */
export class ResponseCollector implements Dispatcher.DispatchHandler {
  readonly #resolve: (outcome: HttpOutcome) => void;
  readonly #isHeadEnough: (head: Head) => boolean;
  readonly #whyNot: () => string | undefined;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #head: Head | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #isSettled = false;

  constructor({ timeoutMs, isHeadEnough, whyNot }: Collecting, resolve: (outcome: HttpOutcome) => void) {
    this.#resolve = resolve;
    this.#isHeadEnough = isHeadEnough;
    this.#whyNot = whyNot;
    this.#timer = setTimeout(() => this.#endInTime(), timeoutMs);
  }

  /** The exchange is over. */
  settle(outcome: HttpOutcome): void {
    clearTimeout(this.#timer);
    this.#resolveWith(outcome);
  }

  /** Nothing has been written to the connection yet. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    const cause = this.#isSettled ? 'timeout' : this.#whyNot();
    if (cause === undefined) {
      this.#controller = controller;
      return;
    }
    this.settle({ outcome: 'not-sent', cause });
    controller.abort(new Error('nothing is to be sent any more'));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: AnswerHeaders): void {
    // The answer itself comes after any number of these.
    if (status < 200) return;
    this.#head = headOf(status, headers);
    // What is left of the answer is read all the same, so that the connection can be used again.
    if (this.#isHeadEnough(this.#head))
      this.#resolveWith({ outcome: 'answered', ...this.#head, body: undefined });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > maxAnswerBytes) {
      this.settle(this.#received({ outcome: 'unknown', cause: 'too-long' }));
      controller.abort(new Error('the answer is too long'));
    } else if (!this.#isSettled) this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [first] = this.#chunks;
    const body = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks);
    this.settle(
      this.#received({ outcome: 'unknown', cause: 'no-status' }, { body: parse(body.toString('utf8')) }),
    );
  }

  onResponseError(_: unknown, error: unknown): void {
    this.settle(this.#received(outcomeAfterError(error, this.#controller !== undefined)));
  }

  #resolveWith(outcome: HttpOutcome): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#resolve(outcome);
  }

  /** What is known now: with `whole` the answer, without it the beginning of one, or `nothing` when there is no status. */
  #received(nothing: HttpOutcome, whole?: { readonly body: unknown }): HttpOutcome {
    if (!this.#head) return nothing;
    const { isPage, ...head } = this.#head;
    // Nothing is no page, whatever it is called.
    const page = isPage && (!whole || this.#bytes > 0) && { isPage };
    const answered = { outcome: 'answered' as const, ...head, ...page };
    return whole ? { ...answered, ...whole } : { ...answered, body: undefined, isCut: true };
  }

  #endInTime(): void {
    const nothing = { outcome: this.#controller ? 'unknown' : 'not-sent', cause: 'timeout' } as const;
    this.settle(this.#received(nothing));
    this.#controller?.abort(new Error('the deadline is over'));
  }
}

function headOf(status: number, headers: AnswerHeaders): Head {
  const now = Date.now();
  // Many servers say with every answer when their count begins anew: it matters where they refuse to go on.
  const reset = status === 429 ? first(headers['x-ratelimit-reset']) : undefined;
  const retryAfterMs = parseRetryAfter(first(headers['retry-after']), now) ?? parseRateLimitReset(reset, now);
  const isHtml = /^\s*(text\/html|application\/xhtml\+xml)\b/i.test(first(headers['content-type']) ?? '');
  return {
    status,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(isHtml && { isPage: true }),
  };
}

const first = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

function parse(text: string): unknown {
  try {
    return JSON.parse(text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text);
  } catch {
    // Not JSON is a fact about the answer, which the caller judges.
    return undefined;
  }
}

const byteOrderMark = 0xfeff;
