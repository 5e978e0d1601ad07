import { Dispatcher, getGlobalDispatcher, setGlobalDispatcher } from 'undici';

export interface WireRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
  /** Whether the caller has given up waiting. */
  isGone(): boolean;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** So many bytes of the body arrive, and then the connection is cut. */
  readonly cutAfter?: number;
  /** What comes after the head for as long as the two sides like, with `body` empty. */
  readonly stream?: ReadableStream<Uint8Array>;
}

/** Takes a request to whom it is for. Rejects as sockets do, with an error that has a code. */
export type Carry = (request: WireRequest) => Promise<WireAnswer>;

/** Every request of this process goes through `carry` instead of a socket. Returns what puts the sockets back. */
export function installDispatcher(carry: Carry): () => void {
  const sockets = getGlobalDispatcher();
  setGlobalDispatcher(new CarryingDispatcher(carry));
  return () => setGlobalDispatcher(sockets);
}

/** The error of a connection that failed. */
export const networkError = (code: 'ECONNREFUSED' | 'ECONNRESET'): Error =>
  Object.assign(new Error(code), { code });

class CarryingDispatcher extends Dispatcher {
  readonly #carry: Carry;

  constructor(carry: Carry) {
    super();
    this.#carry = carry;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
    const controller = controllerOf((reason) => {
      void reader?.cancel();
      handler.onResponseError?.(controller, reason);
    });
    handler.onRequestStart?.(controller, {});
    if (controller.aborted) return true;
    this.#answer(options, () => controller.aborted).then(
      ({ status, headers, body, cutAfter, stream }) => {
        if (controller.aborted) return void stream?.cancel();
        handler.onResponseStart?.(controller, status, headers, '');
        if (stream && cutAfter === undefined) {
          reader = stream.getReader();
          return void passOn(reader, controller, handler);
        }
        void stream?.cancel();
        const arrived = Buffer.from(body).subarray(0, cutAfter);
        if (arrived.length > 0) handler.onResponseData?.(controller, arrived);
        if (cutAfter === undefined) handler.onResponseEnd?.(controller, {});
        else handler.onResponseError?.(controller, networkError('ECONNRESET'));
      },
      (error: Error) => {
        if (!controller.aborted) handler.onResponseError?.(controller, error);
      },
    );
    return true;
  }

  async #answer(
    { origin, path, method, headers, body }: Dispatcher.DispatchOptions,
    isGone: () => boolean,
  ): Promise<WireAnswer> {
    const url = new URL(path, String(origin));
    return this.#carry({ url, method, headers: headersOf(headers), body: await textOf(body), isGone });
  }
}

async function passOn(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  controller: Dispatcher.DispatchController,
  handler: Dispatcher.DispatchHandler,
): Promise<void> {
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (controller.aborted) return;
      if (done) return handler.onResponseEnd?.(controller, {});
      handler.onResponseData?.(controller, Buffer.from(value));
    }
  } catch {
    if (!controller.aborted) handler.onResponseError?.(controller, networkError('ECONNRESET'));
  }
}

function controllerOf(failed: (reason: Error) => void): Dispatcher.DispatchController {
  let reason: Error | null = null;
  return {
    get aborted() {
      return reason !== null;
    },
    get paused() {
      return false;
    },
    get reason() {
      return reason;
    },
    abort(why) {
      if (reason) return;
      reason = why;
      failed(why);
    },
    pause() {},
    resume() {},
  };
}

function headersOf(given: Dispatcher.DispatchOptions['headers']): Headers {
  const headers = new Headers();
  if (!given) return headers;
  if (Array.isArray(given) && typeof given[0] === 'string') {
    for (let index = 0; index < given.length; index += 2) {
      headers.append(String(given[index]), String(given[index + 1]));
    }
    return headers;
  }
  const pairs = Symbol.iterator in given ? [...given] : Object.entries(given);
  for (const [name, value] of pairs as Iterable<readonly [string, unknown]>)
    headers.append(name, String(value));
  return headers;
}

async function textOf(body: Dispatcher.DispatchOptions['body']): Promise<string> {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string') return body;
  return new Response(body as never).text();
}
