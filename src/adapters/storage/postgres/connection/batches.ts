import { DatabaseRefusal } from './store-error.ts';

/** Absent where a request has to be sent alone. */
export type BatchAnswer<Answer> = Answer | Promise<Answer> | undefined;

/** An answer that cannot be read rejects for its own request alone, and is not reported as unhandled until then. */
export function answerOf<Answer>(read: () => Answer | Promise<Answer>): Promise<Answer> {
  const answer = new Promise<Answer>((resolve) => resolve(read()));
  answer.catch(() => undefined);
  return answer;
}

export interface Batches<Request, Answer> {
  /**
   * One statement for all of them. Answers in their order, some of which may reject.
   */
  readonly together: (requests: readonly Request[]) => Promise<readonly BatchAnswer<Answer>[]>;
  /** One statement for one of them, which knows every answer. */
  readonly alone: (request: Request) => Promise<Answer>;
  /** Two of one key never travel together. */
  readonly keyOf: (request: Request) => string;
}

/** A longer batch would delay its first requests. */
const batchSize = 64;
/** While one batch waits for the disk, the next one is worked on. */
const concurrentBatches = 2;
/** A request that has waited longer than this, in milliseconds, for a batch that then fails is rejected with it. */
const patienceMs = 1000;

interface Waiting<Request, Answer> {
  readonly request: Request;
  readonly since: number;
  readonly resolve: (answer: Answer | Promise<Answer>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Has requests that come while others are under way travel together: one round trip, one transaction and one sync serve them
 * all, and under no load each goes at once. What the database refuses for the sake of one of them is tried one by one.
 * Rejects as `alone` does, and with whatever else `together` rejects with.
 */
export function inBatches<Request, Answer>(
  batches: Batches<Request, Answer>,
): (request: Request) => Promise<Answer> {
  let waiting: Waiting<Request, Answer>[] = [];
  let underWay = 0;
  let isScheduled = false;

  function schedule(): void {
    if (isScheduled || underWay >= concurrentBatches || waiting.length === 0) return;
    isScheduled = true;
    // At the end of the tick, so that whatever else comes in it travels along.
    setImmediate(() => {
      isScheduled = false;
      void send();
    });
  }

  async function send(): Promise<void> {
    const { batch, left } = nextBatch(waiting, batches.keyOf);
    waiting = left;
    underWay++;
    schedule();
    const failure = await answerAll(batch, batches);
    if (failure) giveUpOn(failure.error);
    underWay--;
    schedule();
  }

  function giveUpOn(error: unknown): void {
    const before = performance.now() - patienceMs;
    for (const { since, reject } of waiting) if (since < before) reject(error);
    waiting = waiting.filter(({ since }) => since >= before);
  }

  return (request) =>
    new Promise((resolve, reject) => {
      waiting.push({ request, since: performance.now(), resolve, reject });
      schedule();
    });
}

function nextBatch<Request, Answer>(
  waiting: readonly Waiting<Request, Answer>[],
  keyOf: (request: Request) => string,
): {
  readonly batch: readonly Waiting<Request, Answer>[];
  readonly left: Waiting<Request, Answer>[];
} {
  const keys = new Set<string>();
  const batch: Waiting<Request, Answer>[] = [];
  const left: Waiting<Request, Answer>[] = [];
  for (const each of waiting) {
    const key = keyOf(each.request);
    const fits = batch.length < batchSize && !keys.has(key);
    keys.add(key);
    (fits ? batch : left).push(each);
  }
  return { batch, left };
}

/** Gives what all of them failed with, if they did. */
async function answerAll<Request, Answer>(
  batch: readonly Waiting<Request, Answer>[],
  { together, alone }: Batches<Request, Answer>,
): Promise<{ readonly error: unknown } | undefined> {
  try {
    const answers = await together(batch.map(({ request }) => request));
    for (const [place, { request, resolve }] of batch.entries()) resolve(answers[place] ?? alone(request));
  } catch (error) {
    if (!(error instanceof DatabaseRefusal)) {
      for (const { reject } of batch) reject(error);
      return { error };
    }
    for (const { request, resolve } of batch) resolve(alone(request));
  }
  return undefined;
}
