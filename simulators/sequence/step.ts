/** The lifelines of a handoff, in the order of a diagram. */
export const lifelines = ['customer', 'teams', 'copilot-studio', 'bridge', 'live-chat', 'agent'] as const;

export type Lifeline = (typeof lifelines)[number];

export const lifelineNames: Readonly<Record<Lifeline, string>> = {
  customer: 'Customer',
  teams: 'Teams',
  'copilot-studio': 'Copilot Studio',
  bridge: 'Bridge',
  'live-chat': 'Live chat',
  agent: 'Agent',
};

/** `message`: a person's words, or the copilot's. `notice`: the bridge's own. `status`: all that is not text. */
export type StepKind = 'message' | 'notice' | 'typing' | 'start' | 'end' | 'status';

/**
 * `under-way`: no answer yet. `unknown`: the sender cannot know the outcome. `seen`: an action or a read, without an answer.
 */
export type StepOutcome = 'under-way' | 'delivered' | 'refused' | 'unknown' | 'seen';

/** `retry`: sent again after an attempt that did not succeed. `duplicate`: sent again after one that did. */
export type Repeat = 'retry' | 'duplicate';

/** A request and its answer as they were, without secrets. */
export interface Wire {
  readonly method: string;
  readonly path: string;
  readonly request: string;
  /** Of the peer; absent while there is none. */
  readonly answer?: { readonly status: number; readonly body: string };
}

/** One arrow between two lifelines. */
export interface Step {
  /** The same for the same happening, however often it is looked at. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly endedAt?: number;
  readonly from: Lifeline;
  readonly to: Lifeline;
  readonly kind: StepKind;
  /** A few words. In part external input: text, never markup. */
  readonly label: string;
  readonly outcome: StepOutcome;
  /** What the sender was answered. */
  readonly status?: number;
  /** What it met on its way, in words. */
  readonly fault?: string;
  readonly repeat?: Repeat;
  /** How often it has been sent by now, from 2 on. */
  readonly attempt?: number;
  /** The customer's, once it is known. */
  readonly conversationId?: string;
  readonly liveChatId?: string;
  /** The bridge's own name of the handoff, where it is told. */
  readonly sessionId?: string;
  /** Absent where no proxy saw the step. */
  readonly wire?: Wire;
}

/** Something that happened to a party and is no arrow: a kill, a restart, a fault that was set. */
export interface Mark {
  readonly id: string;
  readonly at: number;
  readonly on: Lifeline;
  readonly label: string;
  readonly tone: 'bad' | 'good' | 'plain';
}
