import type { Sentences } from './sentences.ts';

/** What operators decide about sessions and deliveries. All durations in milliseconds. */
export interface Settings {
  /** How long a request for an agent may keep the copilot's turn waiting. */
  readonly turnBudgetMs: number;
  /** Silence of both sides after which a session ends. */
  readonly idleMs: number;
  /** Age at which a session ends whatever happens in it; also how long delivery of a message is tried. */
  readonly maxAgeMs: number;
  /** How many messages may wait in one lane; more are refused. */
  readonly laneLimit: number;
  /** What the messages in one lane may weigh together, in bytes; more are refused. */
  readonly laneBytes: number;
  readonly sentences: Sentences;
}

/** How long before an idle end the customer is warned: a quarter of the silence, at most five minutes. */
export const idleWarningLeadMs = ({ idleMs }: Pick<Settings, 'idleMs'>): number =>
  Math.min(idleMs / 4, 5 * 60_000);
