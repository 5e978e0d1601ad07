import type { Lacks } from '../live-chat/gaps.ts';
import type { Event } from './event.ts';

export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9' | 'I10';

/** A promise that was broken, with the few events that show it, in order. */
export interface Finding {
  readonly invariant: Invariant;
  readonly what: string;
  readonly events: readonly Event[];
}

export interface CheckOptions {
  /**
   * How far apart in time two things have to be for their order to be certain, in milliseconds. Parties that note
   * down what they see on one machine are a little late now and then.
   */
  readonly slackMs: number;
  /**
   * The same for what was sent and what was told of the end, where several clocks tell the time. By one clock their order is
   * exact: the bridge answers an end only when nothing can begin to be sent any more.
   */
  readonly endSlackMs: number;
  /** Within this time after healing everything has to have arrived, in milliseconds. */
  readonly drainMs: number;
  /** No message that a party has not refused itself may be given up sooner than this, in milliseconds. */
  readonly triesForMs: number;
  /** What nothing holds up has to be tried within this time, in milliseconds. */
  readonly promptMs: number;
  /** What the live chat cannot do, and nothing can be promised of. */
  readonly lacks: Lacks;
}

export type Judge = (record: readonly Event[], options: CheckOptions) => readonly Finding[];
