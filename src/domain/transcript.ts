import type { HandoffEvent } from './events.ts';

/** One line of what was said. `at` is in milliseconds since 1970 and absent where the source gave no time. */
export interface TranscriptLine {
  readonly from: 'customer' | 'copilot' | 'agent';
  readonly text: string;
  readonly at?: number;
}

export type Transcript = readonly TranscriptLine[];

/** How many lines a session remembers; older ones are forgotten first. */
export const transcriptLimit = 200;

/** The line that an event adds to the transcript, if it is one that somebody said. */
function lineOf(event: HandoffEvent): TranscriptLine | undefined {
  if (event.type === 'customer-said') return { from: 'customer', text: event.text, at: event.at };
  if (event.type === 'agent-said') return { from: 'agent', text: event.text, at: event.at };
  return undefined;
}

/** The transcript after an event: at most {@link transcriptLimit} lines, the newest ones. */
export function extendTranscript(transcript: Transcript, event: HandoffEvent): Transcript {
  const line = lineOf(event);
  return line === undefined ? transcript : limitTranscript([...transcript, line]);
}

/** The newest {@link transcriptLimit} lines. */
export function limitTranscript(transcript: Transcript): Transcript {
  return transcript.length > transcriptLimit ? transcript.slice(-transcriptLimit) : transcript;
}
