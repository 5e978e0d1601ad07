/** Time as data, so that tests decide what time it is. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `task` once after `delayMs` milliseconds unless the returned function is called before. */
  after(delayMs: number, task: () => void): () => void;
}
