import { describe, expect, it } from 'vitest';
import { evolve } from '../../src/domain/evolve.ts';
import { extendTranscript } from '../../src/domain/extend-transcript.ts';
import type { HandoffSession } from '../../src/domain/handoff-session.ts';
import { limitTranscript, type Transcript, transcriptLimit } from '../../src/domain/transcript.ts';
import { now, saidBefore, withDana } from './builders.ts';
import * as e from './events.ts';

const lines = (count: number): Transcript =>
  Array.from({ length: count }, (_, number) => ({ from: 'copilot', text: `line ${number}` }));

describe('A transcript', () => {
  it('takes up what the customer and the agent say', () => {
    expect(extendTranscript(saidBefore, e.patSaid)).toEqual([
      ...saidBefore,
      { from: 'customer', text: e.patSaid.text, at: now },
    ]);
    expect(extendTranscript([], e.danaSaid)).toEqual([{ from: 'agent', text: e.danaSaid.text, at: now }]);
  });

  it('takes up nothing that nobody said', () => {
    const doings = [
      e.handoffRequested,
      e.liveChatQueued,
      e.danaJoined,
      e.silenceNoticed,
      e.closedBy('agent'),
    ];
    for (const event of doings) expect(extendTranscript(saidBefore, event)).toBe(saidBefore);
  });

  it('of the customer who sends nothing but a problem has the problem as its line', () => {
    const onlyProblem = { ...e.patSaid, text: '', problem: 'The carpet' };
    expect(extendTranscript([], onlyProblem)).toEqual([{ from: 'customer', text: 'The carpet', at: now }]);
  });

  it('is left alone up to its limit', () => {
    const full = lines(transcriptLimit);
    expect(limitTranscript(full)).toBe(full);
  });

  it('forgets the oldest lines beyond its limit', () => {
    expect(limitTranscript(lines(transcriptLimit + 2))).toEqual(lines(transcriptLimit + 2).slice(2));
    const full = extendTranscript(lines(transcriptLimit), e.patSaid);
    expect(full).toHaveLength(transcriptLimit);
    expect(full.at(0)?.text).toBe('line 1');
    expect(full.at(-1)?.text).toBe(e.patSaid.text);
  });

  it('is limited from the request on', () => {
    const long = { ...e.handoffRequested, transcript: lines(transcriptLimit * 2) };
    expect(evolve(undefined, long).transcript).toHaveLength(transcriptLimit);
  });

  it('never grows beyond its limit, however long the session is', () => {
    const talk = Array.from({ length: 3 * transcriptLimit }, () => e.danaSaid);
    expect(talk.reduce<HandoffSession>(evolve, withDana).transcript).toHaveLength(transcriptLimit);
  });
});
