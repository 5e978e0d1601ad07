import type { Exchange } from '../http/exchange.ts';

/** Something that the contract demands, and what became of it. */
export type Clause = Passed | Failed | NotRun;

interface Tried {
  readonly name: string;
  readonly group: Group;
  readonly exchanges: readonly Exchange[];
  readonly ms: number;
}

export interface Passed extends Tried {
  readonly outcome: 'passed';
}

export interface Failed extends Tried {
  readonly outcome: 'failed';
  /** One line. */
  readonly cause: string;
  /** What to change, in a sentence for a reader who does not know the code. */
  readonly advice: string;
  readonly differences: readonly Difference[];
  /** It never came to the point itself: something else that it needs failed first. */
  readonly isConsequence?: true;
}

export interface NotRun {
  readonly outcome: 'not-run';
  readonly name: string;
  readonly group: Group;
  readonly cause: string;
  /** How to have it run. */
  readonly advice: string;
}

export type Group = 'api' | 'promises' | 'callbacks';

export interface Difference {
  /** Such as `status` or `$.sessionId`. */
  readonly where: string;
  readonly expected: string;
  readonly received: string;
}

/** What a failed clause says; who tries it adds name, exchanges and time. */
export type Finding = Pick<Failed, 'cause' | 'advice' | 'differences' | 'isConsequence'>;

export type Report = (clause: Clause) => void;

/** Why a clause is left out once the live chat has fallen silent. */
export const silentLiveChat = {
  outcome: 'not-run',
  cause: 'the live chat has stopped to answer in time',
  advice: 'Mend the first clause that failed, and run the command again.',
} as const;
