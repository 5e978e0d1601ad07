import type { Fault } from './fault.ts';

/** One request that came to the proxy, and what became of it. */
export interface Exchange {
  /** Counts from 0. */
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly fault: Fault;
  /** Which process of the caller sent it, counted from 0, where that can be told. */
  readonly callerRun?: number;
  /** When it came and when it was over, in milliseconds since 1970. */
  readonly at: number;
  readonly endedAt: number | undefined;
  /** What the peer answered, when it saw the request and answered. */
  readonly peer: PeerAnswer | undefined;
  /** What the caller was answered; absent when it got no whole answer, and so cannot know what became of it. */
  readonly status: number | undefined;
  /** The status that a caller knows although the rest of its answer was cut off. */
  readonly statusLine?: number;
}

interface PeerAnswer {
  readonly status: number;
  readonly body: string;
  readonly at: number;
}
