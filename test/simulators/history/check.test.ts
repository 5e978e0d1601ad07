import { describe, expect, it } from 'vitest';
import { check } from '../../../simulators/history/check.ts';
import { printed } from '../../../simulators/history/print.ts';
import { a, b, broken, end, words, x, y } from './judged.ts';
import {
  agentSays,
  atRest,
  crash,
  customerSays,
  ended,
  healed,
  notice,
  opened,
  recordOf,
  requested,
  whole,
} from './record.ts';

const z = agentSays(words());

/** The copilot is told that it has the conversation, in answer to this. */
const refusedTo = (answersTo: string) => {
  const conversationId = 'conversation of Anna';
  return { type: 'session-ended', party: 'copilot', conversationId, answersTo } as const;
};

describe('The checker finds nothing in', () => {
  it('a clean record of two customers, crashes and excused repeats', () => {
    const bob = 'conversation of Bob';
    const record = recordOf(
      ...opened('lc1'),
      ...opened('lc2', bob),
      ...whole(a),
      ...whole(x),
      ...whole(customerSays(words(), 'lc2', bob)),
      ...whole(agentSays(words(), 'lc2', bob)),
      ...whole(b),
      // Shown before the crash and again after it.
      ...[z.sent, z.acked, z.attempted, z.shown, crash, z.attempted, z.shown],
      // Shown, and the answer got lost.
      ...[y.sent, y.acked, { ...y.attempted, outcome: 'unknown' as const }, y.shown, y.attempted, y.shown],
      ...ended('lc2', bob),
      ...opened('lc3', bob),
      ...whole(customerSays(words(), 'lc3', bob)),
      ...ended('lc3', bob),
      ...end,
    );
    expect(printed(check(record))).toBe('Every promise was kept.\n');
  });

  it('words that were refused and never shown, and words that died where people see it', () => {
    const refused = { ...a.sent, type: 'refused', status: 503 } as const;
    const { type: _, party: __, ...said } = b.sent;
    const dead = { type: 'dead-lettered', party: 'bridge', cause: '400', ...said } as const;
    expect(broken(recordOf(...opened('lc1'), a.sent, refused, b.sent, b.acked, dead, ...end))).toEqual([]);
  });

  it('last words that reach the former agent after the first ones to the next', () => {
    const next = customerSays(words(), 'lc2');
    const record = recordOf(
      ...opened('lc1'),
      ...[a.sent, a.acked],
      ...ended('lc1').slice(0, 2),
      ...opened('lc2'),
      ...whole(next),
      a.shown,
      ...ended('lc1').slice(2),
      ...ended('lc2'),
      healed,
      atRest,
    );
    expect(broken(record)).toEqual([]);
  });

  it('a notice of the next session, which was asked for and has no live chat yet or never gets one', () => {
    const start = [requested('r1'), ...opened('lc1'), ...ended('lc1'), requested('r2'), notice];
    expect(broken(recordOf(...start, ...opened('lc2'), ...ended('lc2'), healed, atRest))).toEqual([]);
    expect(broken(recordOf(...start, refusedTo('r2'), healed, atRest))).toEqual([]);
  });

  it('a notice of a session whose predecessor, which never had a live chat, is told of as failed only then', () => {
    const { answersTo: _, ...end } = refusedTo('r1');
    const failed = { ...end, reason: 'failed' } as const;
    const next = [requested('r1'), requested('r2'), ...opened('lc2'), failed, notice, ...ended('lc2')];
    expect(broken(recordOf(...next, healed, atRest))).toEqual([]);
  });

  it('words of the next session after an older request got its older answer once more', () => {
    const stale = [refusedTo(a.sent.messageId), x.acked, x.attempted, x.shown];
    const next = [requested('r2'), ...opened('lc1'), x.sent, ...stale, ...end];
    expect(broken(recordOf(a.sent, ...next))).toEqual([]);
  });

  it('such a notice after the former session was ended once more, or after an answer to older words', () => {
    const before = [requested('r1'), ...opened('lc1'), a.sent, ...ended('lc1'), requested('r2')];
    const again = ended('lc1').slice(1, 2);
    const stale = refusedTo(a.sent.messageId);
    expect(broken(recordOf(...before, ...again, stale, notice, refusedTo('r2'), healed, atRest))).toEqual([]);
  });

  it('an opening that the copilot hears of late, when its session is over and the next one is opened', () => {
    const [chat, told] = [opened('lc1').slice(0, 1), opened('lc1').slice(1)];
    const late = [...chat, ...ended('lc1'), ...told, requested('r2'), ...opened('lc2'), ...ended('lc2')];
    expect(broken(recordOf(...late, healed, atRest))).toEqual([]);
  });

  it('words in any order as long as they were under way at once', () => {
    const record = recordOf(...opened('lc1'), a.sent, b.sent, a.acked, b.acked, b.shown, a.shown, ...end);
    expect(broken(record)).toEqual([]);
  });
});

describe('The checker catches words that are', () => {
  it('lost (I1)', () => {
    expect(broken(recordOf(...opened('lc1'), a.sent, a.acked, ...end))).toEqual(['I1']);
  });

  it('doubled (I2), also by a crash that cannot have been the reason', () => {
    const start = [...opened('lc1'), ...whole(a)];
    expect(broken(recordOf(...start, a.shown, ...end))).toEqual(['I2']);
    expect(broken(recordOf(...opened('lc1'), crash, ...whole(a), a.shown, ...end))).toEqual(['I2']);
    const twoForOneCrash = [...whole(b), crash, a.shown, b.shown];
    expect(broken(recordOf(...start, ...twoForOneCrash, ...end))).toEqual(['I2']);
  });

  it('swapped (I3), or that left a gap behind', () => {
    const accepted = [...opened('lc1'), x.sent, x.acked, y.sent, y.acked];
    expect(broken(recordOf(...accepted, y.shown, x.shown, ...end))).toEqual(['I3']);
    expect(broken(recordOf(...accepted, y.shown, ...end))).toEqual(['I1', 'I3']);
  });

  it('crossed (I4): in another conversation, in the next session of the same one, or at a stranger', () => {
    const bob = { conversationId: 'conversation of Bob' };
    const both = [...opened('lc1'), ...opened('lc2', bob.conversationId)];
    expect(broken(recordOf(...both, x.sent, x.acked, { ...x.shown, ...bob }))).toEqual(['I4']);
    const next = [...opened('lc1'), a.sent, a.acked, ...ended('lc1'), ...opened('lc2')];
    expect(broken(recordOf(...next, { ...a.shown, liveChatId: 'lc2' }))).toEqual(['I4']);
    const stray = next.map((event) =>
      event.type === 'chat-opened' && event.liveChatId === 'lc2' ? { ...event, strayOf: 'lc1' } : event,
    );
    expect(broken(recordOf(...stray, { ...a.shown, liveChatId: 'lc2' }))).toEqual([]);
    const away = { ...x.attempted, party: 'stranger' } as const;
    expect(broken(recordOf(...opened('lc1'), x.sent, x.acked, away, x.shown))).toEqual(['I4']);
  });

  it('a millisecond late (I6), but where several clocks tell the time', () => {
    const record = recordOf(...opened('lc1'), x.sent, ...ended('lc1'), x.acked, x.attempted, x.shown);
    const end = record.find(({ type }) => type === 'session-ended');
    const close = record.map((event) =>
      event.type === 'attempted' ? { ...event, at: (end?.at ?? 0) + 1 } : event,
    );
    expect(broken(close)).toEqual(['I6']);
    expect(check(close, { slackMs: 1000 })).toHaveLength(1);
    expect(check(close, { endSlackMs: 1 })).toEqual([]);
  });

  it('late (I6 after the end, I8 after healing)', () => {
    expect(
      broken(recordOf(...opened('lc1'), x.sent, ...ended('lc1'), x.acked, x.attempted, x.shown)),
    ).toEqual(['I6']);
    const slow = recordOf(
      ...opened('lc1'),
      x.sent,
      x.acked,
      healed,
      x.attempted,
      x.shown,
      ...ended('lc1'),
      atRest,
    );
    const late = slow.map((event, index) => (index < 5 ? event : { ...event, at: event.at + 61_000 }));
    expect(broken(late)).toEqual(['I8', 'I10']);
  });

  it('a notice that is late (I6): no agent was asked for again, or that session is over too', () => {
    const first = [requested('r1'), ...opened('lc1'), ...ended('lc1')];
    expect(broken(recordOf(...first, notice))).toEqual(['I6']);
    expect(broken(recordOf(...first, requested('r2'), refusedTo('r2'), notice))).toEqual(['I6']);
    expect(broken(recordOf(...first, requested('r2'), ...opened('lc2'), ...ended('lc2'), notice))).toEqual([
      'I6',
    ]);
    const ofAnother = requested('r2', 'conversation of Bob');
    expect(broken(recordOf(...first, ofAnother, notice))).toEqual(['I6']);
    expect(broken(recordOf(requested('r1'), refusedTo('r1'), notice))).toEqual(['I6']);
  });

  it('late words of an agent (I6), though the customer has asked for another one', () => {
    const late = [...ended('lc1'), requested('r2'), x.acked, x.attempted, x.shown];
    expect(broken(recordOf(...opened('lc1'), x.sent, ...late))).toEqual(['I6']);
  });

  it('altered or invented (I7)', () => {
    const changed = { ...x.shown, text: `${x.shown.text}!` };
    expect(broken(recordOf(...opened('lc1'), x.sent, x.acked, changed, ...end))).toEqual(['I7']);
    expect(broken(recordOf(...opened('lc1'), x.shown, ...end))).toEqual(['I7']);
    expect(broken(recordOf(...opened('lc1'), { ...x.shown, text: 'no token' }, ...end))).toEqual(['I7']);
  });
});

describe('The checker catches', () => {
  it('two open sessions of one conversation (I5)', () => {
    const record = recordOf(...opened('lc1'), ...opened('lc2'), ...ended('lc1'), ...ended('lc2'));
    expect(broken(record)).toEqual(['I5']);
    const [chat, told] = [opened('lc1').slice(0, 1), opened('lc1').slice(1)];
    const late = [...chat, ...opened('lc2'), ...told, ...ended('lc2'), ...ended('lc1')];
    expect(broken(recordOf(...late))).toEqual(['I5']);
  });

  it('what is not drained, a live chat that is left behind, and a missing look (I8)', () => {
    const start = [...opened('lc1'), ...ended('lc1')];
    expect(broken(recordOf(...start, healed, { ...atRest, waiting: 2 }))).toEqual(['I8']);
    expect(broken(recordOf(...start, healed))).toEqual(['I8']);
    const orphan = opened('lc2').slice(0, 1);
    expect(broken(recordOf(...start, ...orphan, healed, atRest))).toEqual(['I8']);
  });
});
