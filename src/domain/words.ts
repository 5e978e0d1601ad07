import type { MessageId } from './ids.ts';

/* What people say. Requests, commands and events have it from here. */

export interface CustomerWords {
  readonly messageId: MessageId;
  /** What was typed; empty when nothing was. */
  readonly text: string;
  /** What the agent has to know before reading the text, such as that it replaces an earlier one. */
  readonly heading?: string;
  /** Names what came along with the text and cannot be carried itself. */
  readonly enclosed?: string;
  /** The copilot's summary of the problem. The agent is shown it once, before the text. */
  readonly problem?: string;
  /** Tells these words from others, where a sender repeats them under another id; equal for a repeat. */
  readonly mark?: string;
  /** Absent when it tells nothing new of where the customer is. */
  readonly customerAddress?: string;
}

export interface AgentWords {
  readonly messageId: MessageId;
  readonly text: string;
  /** Absent where the live chat does not say who speaks. */
  readonly agentName?: string;
}
