import type { Transcript } from '../../domain/transcript.ts';

/** A transcript as plain text, one line each, for live chats that take nothing but text. */
export function transcriptText(transcript: Transcript): string {
  return transcript.map(({ from, text }) => `${from}: ${text}`).join('\n');
}
