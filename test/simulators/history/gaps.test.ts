import { describe, expect, it } from 'vitest';
import { check } from '../../../simulators/history/check.ts';
import type { Lacks } from '../../../simulators/live-chat/gaps.ts';
import { a, end, token, x } from './judged.ts';
import {
  atRest,
  crash,
  customerSays,
  ended,
  healed,
  opened,
  recordOf,
  type Timeless,
  timeOf,
  whole,
} from './record.ts';

const slackMs = 15;
const brokenWith = (lacks: Lacks, ...events: readonly Timeless[]) => [
  ...new Set(check(recordOf(...events), { lacks, slackMs }).map(({ invariant }) => invariant)),
];

const unknown = { ...a.attempted, outcome: 'unknown' } as const;
const shownTwice = [...opened('lc1'), a.sent, a.acked, unknown, a.shown, a.attempted, a.shown, ...end];

describe('Words that an agent reads twice, after an answer that was lost,', () => {
  it('break a promise where the live chat takes a key', () => {
    expect(brokenWith({}, ...shownTwice)).toEqual(['I2']);
  });

  it('break it where the bridge could have seen that they had arrived, and not where it looked too early', () => {
    const waited = [crash, crash, crash];
    const seen = [
      ...opened('lc1'),
      a.sent,
      a.acked,
      unknown,
      a.shown,
      ...waited,
      a.attempted,
      a.shown,
      ...end,
    ];
    const crossing = [...opened('lc1'), a.sent, a.acked, unknown, a.attempted, a.shown, a.shown, ...end];
    const lacks = { keys: 'It takes none.' };
    expect(brokenWith(lacks, ...seen)).toEqual(['I2']);
    expect(brokenWith(lacks, ...crossing)).toEqual([]);
  });

  it('break none where the live chat cannot tell repeats', () => {
    const lacks = { keys: 'It takes none.', 'repeated words': 'It shows all.' };
    expect(brokenWith(lacks, ...shownTwice)).toEqual([]);
    // Without an unknown outcome between them nothing excuses it.
    expect(brokenWith(lacks, ...opened('lc1'), ...whole(a), a.shown, ...end)).toEqual(['I2']);
  });
});

describe('An agent’s words that a customer reads twice', () => {
  const look = { type: 'step-attempted', party: 'live-chat', step: 'other', outcome: 'unknown' } as const;
  const lacks = { 'callback ids': 'They have none.' };
  const twice = [x.attempted, x.shown, x.attempted, x.shown, ...end];

  it('are excused where callbacks have no id and the look for one failed', () => {
    expect(brokenWith(lacks, ...opened('lc1'), x.sent, look, x.acked, ...twice)).toEqual([]);
    expect(brokenWith(lacks, ...opened('lc1'), x.sent, x.acked, ...twice)).toEqual(['I2']);
    expect(brokenWith({}, ...opened('lc1'), x.sent, look, x.acked, ...twice)).toEqual(['I2']);
  });
});

describe('An agent’s words that were accepted and never read', () => {
  const late = [...opened('lc1'), ...ended('lc1'), x.sent, x.acked, healed, atRest];
  const lacks = { 'refused late words': 'It would repeat them.' };

  it('are excused after the end where the live chat cannot be refused', () => {
    expect(brokenWith(lacks, ...late)).toEqual([]);
    expect(brokenWith({}, ...late)).toEqual(['I1']);
  });

  it('are lost before the end all the same', () => {
    const early = [...opened('lc1'), x.sent, x.acked, crash, crash, ...end];
    expect(brokenWith(lacks, ...early)).toEqual(['I1']);
  });
});

describe('A customer’s words that a live chat took after its agent had ended the chat', () => {
  const [chat, told] = opened('lc1');
  const gone = { type: 'chat-ended', party: 'live-chat', liveChatId: 'lc1' } as const;
  const heard = { type: 'end-sent', party: 'live-chat', liveChatId: 'lc1', status: 200 } as const;
  const words = [a.sent, a.acked, a.attempted];
  const over = [...ended('lc1').slice(0, 2), healed, atRest];
  const lacks = { 'refused words': 'Its bot has them.' };
  const long = Array.from({ length: 101 }, () => crash);
  const start = [chat as Timeless, told as Timeless];

  it('are excused where the bridge did not hear of the end', () => {
    expect(brokenWith(lacks, ...start, gone, ...words, ...over)).toEqual([]);
    expect(brokenWith({}, ...start, gone, ...words, ...over)).toEqual(['I1']);
    expect(brokenWith(lacks, ...start, gone, heard, ...long, ...words, ...over)).toEqual(['I1']);
    expect(brokenWith(lacks, ...start, ...words, gone, ...over)).toEqual(['I1']);
  });

  it('are excused where they were on their way when the chat ended', () => {
    const slow = { ...a.attempted, endedAt: timeOf(6) };
    expect(brokenWith(lacks, ...start, a.sent, a.acked, slow, gone, ...over)).toEqual([]);
    const quick = { ...a.attempted, endedAt: timeOf(4) };
    expect(brokenWith(lacks, ...start, a.sent, a.acked, quick, gone, ...over)).toEqual(['I1']);
  });

  it('are excused where the bridge heard of the end as late as it answered', () => {
    const before = [...start, gone, { ...heard, answeredAt: timeOf(90) }, ...long];
    expect(brokenWith(lacks, ...before, ...words, ...over)).toEqual([]);
    const atOnce = [...start, gone, { ...heard, answeredAt: timeOf(4) }, ...long];
    expect(brokenWith(lacks, ...atOnce, ...words, ...over)).toEqual(['I1']);
  });

  it('leave no gap in their lane either', () => {
    const later = whole(customerSays(`${token()} later`, 'lc2'));
    const next = [...opened('lc2'), ...later, ...ended('lc2')];
    const unclear = { ...a.attempted, outcome: 'unknown' } as const;
    const unheard = [...start, gone, a.sent, a.acked, unclear, ...over.slice(0, 2), ...next, healed, atRest];
    expect(brokenWith(lacks, ...unheard)).toEqual([]);
    expect(brokenWith({}, ...unheard)).toEqual(['I1', 'I3']);
  });
});

describe('A chat without a session', () => {
  const [chat] = opened('lc1');
  const left = [chat as Timeless, healed, atRest];

  it('is left behind, but where no repeat of its start could find it', () => {
    expect(brokenWith({}, ...left)).toEqual(['I8']);
    expect(brokenWith({ 'repeated starts': 'It opens another one.' }, ...left)).toEqual([]);
  });

  it('is left behind everywhere once its session was told of', () => {
    const told = [
      ...opened('lc1'),
      ...ended('lc1').filter(({ type }) => type !== 'chat-ended'),
      healed,
      atRest,
    ];
    expect(brokenWith({ 'repeated starts': 'It opens another one.' }, ...told)).toEqual(['I8']);
  });
});
