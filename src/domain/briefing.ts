import type { Transcript } from './transcript.ts';

/** What an agent should know before the first word. Requests, events, messages and starts all have it from here. */
export interface Briefing {
  readonly problem?: string;
  /** What customer and copilot said before. */
  readonly transcript: Transcript;
  /** Whatever else the topic wants the agent's side to know. */
  readonly context?: Readonly<Record<string, unknown>>;
}
