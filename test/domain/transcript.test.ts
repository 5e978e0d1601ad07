import { describe, expect, it } from 'vitest';
import { limitTranscript, type Transcript, transcriptLimit } from '../../src/domain/transcript.ts';

const lines = (count: number): Transcript =>
  Array.from({ length: count }, (_, number) => ({ from: 'copilot', text: `line ${number}` }));

describe('A transcript', () => {
  it('is left alone up to its limit', () => {
    const full = lines(transcriptLimit);
    expect(limitTranscript(full)).toBe(full);
  });

  it('loses the oldest lines beyond its limit', () => {
    expect(limitTranscript(lines(transcriptLimit + 2))).toEqual(lines(transcriptLimit + 2).slice(2));
  });
});
