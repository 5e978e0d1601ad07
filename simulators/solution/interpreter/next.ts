import type { RecordValue } from '../power-fx/value.ts';
import type { Topic } from '../solution.ts';

/** How a topic goes on after an action. */
export type Next =
  | { readonly kind: 'step'; readonly to: number }
  /** Not now: a message is needed first, or nothing is left to play. */
  | { readonly kind: 'waits' }
  /** The topic below has the customer again. */
  | { readonly kind: 'resumes' }
  /** Another topic begins above it. */
  | { readonly kind: 'begins'; readonly topic: Topic; readonly variables: RecordValue }
  /** The skill failed; `isHeld` says whether it has the conversation all the same. */
  | { readonly kind: 'skill-failed'; readonly why: string; readonly isHeld: boolean };

export const waits: Next = { kind: 'waits' };
export const resumes: Next = { kind: 'resumes' };
export const nextStep = (to: number): Next => ({ kind: 'step', to });
export const begins = (topic: Topic, variables: RecordValue = {}): Next => ({
  kind: 'begins',
  topic,
  variables,
});
