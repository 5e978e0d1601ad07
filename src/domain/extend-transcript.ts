import type { HandoffEvent } from './events.ts';
import { type Transcript, type TranscriptLine, transcriptLimit } from './transcript.ts';

/** The line that an event adds to the transcript, if it is one that somebody said. */
function lineOf(event: HandoffEvent): TranscriptLine | undefined {
  if (event.type === 'customer-said') {
    const text = event.text === '' ? (event.problem ?? '') : event.text;
    return { from: 'customer', text, at: event.at };
  }
  if (event.type === 'agent-said') return { from: 'agent', text: event.text, at: event.at };
  return undefined;
}

/** The transcript after an event: at most `transcriptLimit` lines, the newest ones. */
export function extendTranscript(transcript: Transcript, event: HandoffEvent): Transcript {
  const line = lineOf(event);
  return line === undefined ? transcript : [...transcript.slice(1 - transcriptLimit), line];
}
