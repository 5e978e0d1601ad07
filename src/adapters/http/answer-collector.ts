import type { Dispatcher } from 'undici';
import { type Called, undecidedAfter } from './called.ts';
import { parseRetryAfter } from './retry-after.ts';

const maxAnswerBytes = 1_000_000;

/** Takes in the answer to one request, from undici's dispatcher and before a deadline in milliseconds. Settles once. */
export class AnswerCollector implements Dispatcher.DispatchHandler {
  readonly #resolve: (called: Called) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #status = 0;
  #retryAfter: string | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #isSettled = false;

  constructor(timeoutMs: number, resolve: (called: Called) => void) {
    this.#resolve = resolve;
    this.#timer = setTimeout(() => this.#endInTime(), timeoutMs);
  }

  settle(called: Called): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    clearTimeout(this.#timer);
    this.#resolve(called);
  }

  /** Nothing has been written to the connection yet. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#isSettled) controller.abort(new Error('the deadline was over before there was a connection'));
    else this.#controller = controller;
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.#status = status;
    const retryAfter = headers['retry-after'];
    this.#retryAfter = Array.isArray(retryAfter) ? retryAfter[0] : retryAfter;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes <= maxAnswerBytes) {
      this.#chunks.push(chunk);
      return;
    }
    this.#answer(undefined);
    controller.abort(new Error('the answer is too long'));
  }

  onResponseEnd(): void {
    const [first] = this.#chunks;
    const body = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks);
    this.#answer(parse(body.toString('utf8')));
  }

  onResponseError(_: unknown, error: unknown): void {
    this.settle(undecidedAfter(error));
  }

  #answer(body: unknown): void {
    const answered = { outcome: 'answered' as const, status: this.#status, body };
    const retryAfterMs = parseRetryAfter(this.#retryAfter, Date.now());
    this.settle(retryAfterMs === undefined ? answered : { ...answered, retryAfterMs });
  }

  #endInTime(): void {
    this.settle({ outcome: this.#controller ? 'unknown' : 'not-sent', cause: 'timeout' });
    this.#controller?.abort(new Error('the deadline is over'));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text);
  } catch {
    // Not JSON is a fact about the answer, which whoever asked judges.
    return undefined;
  }
}

const byteOrderMark = 0xfeff;
