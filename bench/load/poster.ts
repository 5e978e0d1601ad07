import { Pool } from 'undici';
import type { Subject } from '../subjects.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** When to try again, where the answer says so. */
  readonly retryAfterMs: number | undefined;
}

/** The cheapest way to post: undici's dispatcher without a stream or a signal of its own for each call. */
export interface Poster {
  /** Headers as names each followed by its value. Resolves with the answer, and rejects when there is none. */
  post(path: string, headers: readonly string[], body: string): Promise<Answer>;
  close(): Promise<void>;
}

const connections = 64;

/** Spreads requests over all addresses of the subject. */
export function posterTo({ urls }: Subject): Poster {
  const pools = urls.map((url) => ({ pool: new Pool(url, { connections, pipelining: 1 }), origin: url }));
  let turn = 0;
  return {
    post: (path, headers, body) =>
      new Promise((resolve, reject) => {
        const next = pools[turn++ % pools.length];
        if (next === undefined) return reject(new Error('a subject has no address'));
        const { pool, origin } = next;
        pool.dispatch(
          { origin, path, method: 'POST', headers: [...headers], body },
          new Collector(resolve, reject),
        );
      }),
    close: async () => void (await Promise.all(pools.map(({ pool }) => pool.destroy()))),
  };
}

class Collector {
  readonly #resolve: (answer: Answer) => void;
  readonly #reject: (error: Error) => void;
  #status = 0;
  #text = '';
  #retryAfterMs: number | undefined;

  constructor(resolve: (answer: Answer) => void, reject: (error: Error) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  onRequestStart(): void {}

  onResponseStart(_: unknown, status: number, headers: Readonly<Record<string, unknown>>): void {
    this.#status = status;
    const seconds = headers['retry-after'];
    if (seconds !== undefined) this.#retryAfterMs = Number(seconds) * 1000;
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    this.#text += chunk.toString();
  }

  onResponseEnd(): void {
    this.#resolve({ status: this.#status, text: this.#text, retryAfterMs: this.#retryAfterMs });
  }

  onResponseError(_: unknown, error: Error): void {
    this.#reject(error);
  }
}
