/** One line of what customer and copilot said before. `at` is in milliseconds since 1970 and absent where the source gave no time. */
export interface TranscriptLine {
  readonly from: 'customer' | 'copilot';
  readonly text: string;
  readonly at?: number;
}

export type Transcript = readonly TranscriptLine[];

/** How many lines a live chat is told; older ones are left out first. */
export const transcriptLimit = 200;

/** The newest {@link transcriptLimit} lines. */
export function limitTranscript(transcript: Transcript): Transcript {
  return transcript.length > transcriptLimit ? transcript.slice(-transcriptLimit) : transcript;
}
