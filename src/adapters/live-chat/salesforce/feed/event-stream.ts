import { createParser } from 'eventsource-parser';
import { type Dispatcher, getGlobalDispatcher } from 'undici';
import { type HttpOutcome, outcomeAfterError } from '../../../http/client/http-outcome.ts';

/** One event of a stream of server-sent events. */
export interface Frame {
  /** Absent where the stream names none. */
  readonly event?: string;
  readonly id?: string;
  readonly data: string;
}

export interface StreamRequest {
  readonly url: string;
  /** Each name followed by its value. */
  readonly headers: readonly string[];
}

export interface StreamListener {
  /** The answer is a stream of events. */
  opened(): void;
  /** Something came, if only a sign of life. */
  alive(): void;
  frame(frame: Frame): void;
  /** There is no stream, or no stream any more. Told once, and last; not after `close`. */
  over(why: HttpOutcome): void;
}

export interface EventStream {
  close(): void;
  /** Lets the other side wait while what has come is worked off. */
  pause(): void;
  resume(): void;
}

/** For the head of the answer, in milliseconds. What comes after it may take as long as it likes. */
const headTimeoutMs = 10_000;
/** Characters of an event that has not come whole. */
const longestEvent = 1_000_000;

/** Holds a stream of server-sent events open. Never throws. */
export function openEventStream({ url, headers }: StreamRequest, listener: StreamListener): EventStream {
  const stream = new StreamHandler(listener);
  try {
    const { origin, pathname, search } = new URL(url);
    getGlobalDispatcher().dispatch(
      {
        origin,
        path: `${pathname}${search}`,
        method: 'GET',
        headers: ['accept', 'text/event-stream', 'cache-control', 'no-store', ...headers],
        headersTimeout: headTimeoutMs,
        bodyTimeout: 0,
      },
      stream,
    );
  } catch (error) {
    stream.end(outcomeAfterError(error));
  }
  return stream;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

class StreamHandler implements Dispatcher.DispatchHandler, EventStream {
  readonly #listener: StreamListener;
  readonly #decoder = new TextDecoder();
  readonly #parser = createParser({
    maxBufferSize: longestEvent,
    onEvent: ({ event, id, data }) =>
      this.#listener.frame({ data, ...(event !== undefined && { event }), ...(id !== undefined && { id }) }),
    onError: ({ type }) => {
      if (type === 'max-buffer-size-exceeded') this.#giveUp('event-too-long');
    },
  });
  #controller: Dispatcher.DispatchController | undefined;
  #isStream = false;
  #isOver = false;

  constructor(listener: StreamListener) {
    this.#listener = listener;
  }

  close(): void {
    this.#isOver = true;
    this.#controller?.abort(new Error('the stream is not wanted any more'));
  }

  pause(): void {
    this.#controller?.pause();
  }

  resume(): void {
    this.#controller?.resume();
  }

  end(why: HttpOutcome): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#listener.over(why);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isOver) controller.abort(new Error('the stream is not wanted any more'));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200 || this.#isOver) return;
    const type = [headers['content-type']].flat()[0] ?? '';
    this.#isStream = status === 200 && /^\s*text\/event-stream\b/i.test(type);
    if (this.#isStream) this.#listener.opened();
    else {
      this.end({ outcome: 'answered', status, body: undefined });
      this.#controller?.abort(new Error('the answer is no stream of events'));
    }
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isOver || !this.#isStream) return;
    this.#listener.alive();
    this.#parser.feed(this.#decoder.decode(chunk, { stream: true }));
  }

  onResponseEnd(): void {
    this.end({ outcome: 'unknown', cause: 'stream-ended' });
  }

  onResponseError(_: unknown, error: unknown): void {
    this.end(outcomeAfterError(error, this.#controller !== undefined));
  }

  #giveUp(cause: string): void {
    this.end({ outcome: 'unknown', cause });
    this.#controller?.abort(new Error(cause));
  }
}
