import { describe, expect, it } from 'vitest';
import { check } from '../../../simulators/history/check.ts';
import type { Event } from '../../../simulators/history/event.ts';
import { tellApart } from '../../../simulators/history/tell-apart.ts';
import { tokens } from '../../../simulators/history/token.ts';
import {
  agentSays,
  atRest,
  crash,
  customerSays,
  dead,
  ended,
  healed,
  opened,
  openedAgain,
  recordOf,
  refusedSession,
  requested,
  type Timeless,
  whole,
} from './record.ts';

const token = tokens('s');
const bob = 'conversation of Bob';
const end = [...ended('lc1'), healed, atRest];

/** The invariants that a record breaks. */
const broken = (record: readonly Event[]) => [...new Set(check(record).map(({ invariant }) => invariant))];
const brokenBy = (...events: readonly Timeless[]) => broken(recordOf(...events));

const inHtml = (status: number) => ({ outcome: 'refused', status, answeredBy: 'intermediary' }) as const;
const byParty = (status: number) => ({ outcome: 'refused', status, answeredBy: 'party' }) as const;

describe('An answer of an intermediary', () => {
  const a = customerSays(token());
  const spoken = [...opened('lc1'), a.sent, a.acked];

  it.each([200, 204])('that counted as a delivery (%i) is words lost (I1)', (status) => {
    const swallowed = { ...a.attempted, outcome: 'unknown', status, answeredBy: 'intermediary' } as const;
    expect(brokenBy(...spoken, swallowed, ...end)).toEqual(['I1']);
  });

  it.each([302, 403, 404, 405])(
    'that was final (%i) killed the words (I9); of the party itself it may',
    (status) => {
      expect(brokenBy(...spoken, { ...a.attempted, ...inHtml(status) }, dead(a), ...end)).toEqual(['I9']);
      // A live chat's 403 is about our key, and its contract knows neither of the others.
      if (status !== 404) return;
      expect(brokenBy(...spoken, { ...a.attempted, ...byParty(status) }, dead(a), ...end)).toEqual([]);
    },
  );

  it('that ended a session as lost is caught (I9); of the party itself it may', () => {
    const lost = { ...ended('lc1')[1], reason: 'failed' } as Timeless;
    const after = [lost, dead(a), { ...ended('lc1')[2] } as Timeless, healed, atRest];
    expect(brokenBy(...spoken, { ...a.attempted, ...inHtml(404) }, ...after)).toEqual(['I9']);
    expect(brokenBy(...spoken, { ...a.attempted, ...byParty(404) }, ...after)).toEqual([]);
  });

  it('ends no session as lost (I9), but where a word waited in vain until it was too old', () => {
    const a = customerSays(token());
    const lost = { ...ended('lc1')[1], reason: 'failed' } as Timeless;
    const waits = [...opened('lc1'), a.sent, a.acked, { ...a.attempted, ...inHtml(503) }];
    const shown = recordOf(...waits, lost, dead(a), healed, atRest);
    const at = shown.findIndex((event) => event.type === 'session-ended');
    const endingIn = (ms: number) =>
      shown.map((event, index) => (index < at ? event : { ...event, at: event.at + ms }));
    expect(broken(endingIn(0))).toContain('I9');
    expect(broken(endingIn(60_000))).not.toContain('I9');
  });

  it('that counted as an end leaves a live chat behind (I8)', () => {
    const [asked, told] = ended('lc1');
    const html = {
      type: 'step-attempted',
      party: 'live-chat',
      step: 'end',
      liveChatId: 'lc1',
      ...inHtml(404),
    } as const;
    expect(brokenBy(...opened('lc1'), asked as Timeless, html, told as Timeless, healed, atRest)).toEqual([
      'I8',
    ]);
  });
});

describe('Words that a party was never given time to take', () => {
  it('may be given up after long trying, and not at once (I9)', () => {
    const x = agentSays(token());
    const tried = [...opened('lc1'), x.sent, x.acked, { ...x.attempted, ...inHtml(403) }, dead(x)];
    expect(broken(recordOf(...tried, ...end))).toEqual(['I9']);
    const late = recordOf(...tried, ...end).map((event, index) =>
      index < 5 ? event : { ...event, at: event.at + 60_000 },
    );
    expect(broken(late)).toEqual([]);
  });

  it('may be given up when the session ends', () => {
    const x = agentSays(token());
    const tried = [...opened('lc1'), x.sent, x.acked, { ...x.attempted, outcome: 'unknown' as const }];
    expect(brokenBy(...tried, ...ended('lc1'), dead(x), healed, atRest)).toEqual([]);
  });
});

describe('A status that arrived before the connection broke', () => {
  it('decides: a send after it is one too many (I2), in the live chat where a key hides it and in Teams where all see it', () => {
    const known = { status: 200, answeredBy: 'party', endedAt: 1_000_050, run: 0 } as const;
    const a = customerSays(token());
    const once = [...opened('lc1'), a.sent, a.acked, { ...a.attempted, ...known }, a.shown];
    expect(brokenBy(...once, ...end)).toEqual([]);
    expect(brokenBy(...once, { ...a.attempted, ...known }, ...end)).toEqual(['I2']);
    expect(brokenBy(...once, crash, { ...a.attempted, ...known, run: 1 }, ...end)).toEqual([]);
    const x = agentSays(token());
    const seen = [{ ...x.attempted, ...known }, x.shown];
    expect(brokenBy(...opened('lc1'), x.sent, x.acked, ...seen, ...seen, ...end)).toEqual(['I2']);
  });

  it('is told from a crash by the process that sent, however late the record is', () => {
    const x = agentSays(token());
    const by = (run: number) => [{ ...x.attempted, run }, x.shown];
    const spoken = [...opened('lc1'), x.sent, x.acked];
    // The crash was noted before the proxy came to read the last request of the process that died.
    expect(brokenBy(...spoken, crash, ...by(0), ...by(1), ...end)).toEqual([]);
    expect(brokenBy(...spoken, ...by(0), crash, ...by(1), ...by(1), ...end)).toEqual(['I2']);
    // A crash and an unknown outcome after it explain one duplicate each.
    const [lost] = by(1);
    const twice = [...by(0), crash, { ...lost, outcome: 'unknown' } as Timeless, x.shown, ...by(1)];
    expect(brokenBy(...spoken, ...twice, ...end)).toEqual([]);
    // One process has one message of a lane under way.
    const y = agentSays(token());
    const both = [
      ...by(0),
      { ...y.attempted, run: 0 },
      y.shown,
      crash,
      ...by(1),
      { ...y.attempted, run: 1 },
      y.shown,
    ];
    expect(brokenBy(...spoken, y.sent, y.acked, ...both, ...end)).toContain('I2');
  });
});

describe('A live-chat id that is given again', () => {
  const first = [...opened('lc1'), ...ended('lc1')];
  const second = openedAgain('lc1', bob);
  const over = [...ended('lc1#2', bob), healed, atRest];

  it('is no fault as long as the sessions stay apart', () => {
    const [a, b] = [customerSays(token()), customerSays(token(), 'lc1#2', bob)];
    expect(brokenBy(...opened('lc1'), ...whole(a), ...ended('lc1'), ...second, ...whole(b), ...over)).toEqual(
      [],
    );
  });

  it('must not lead words of the former session to the next (I4)', () => {
    const a = customerSays(token());
    const crossed = [
      { ...a.attempted, liveChatId: 'lc1#2' },
      { ...a.shown, liveChatId: 'lc1#2' },
    ];
    expect(
      brokenBy(...opened('lc1'), a.sent, a.acked, ...ended('lc1'), ...second, ...crossed, ...over),
    ).toEqual(['I4']);
  });

  it('must not lead the end of the former session to the next (I4)', () => {
    const late = {
      type: 'step-attempted',
      party: 'live-chat',
      step: 'end',
      liveChatId: 'lc1#2',
      outcome: 'delivered',
    } as const;
    expect(brokenBy(...first, ...second, late, ...over)).toEqual(['I4']);
    expect(brokenBy(...first, ...second, ...ended('lc1#2', bob).slice(0, 2), late, ...over)).toEqual([]);
  });

  it('must not make callbacks of the next session repeats of the former: words are lost (I1), and ends (I1)', () => {
    const x = { ...agentSays(token(), 'lc1#2', bob) };
    expect(brokenBy(...first, ...second, x.sent, x.acked, ...over)).toEqual(['I1']);
    const hungUp = { type: 'end-sent', party: 'live-chat', liveChatId: 'lc1#2', status: 200 } as const;
    const chatOver = { type: 'chat-ended', party: 'live-chat', liveChatId: 'lc1#2' } as const;
    expect(brokenBy(...first, ...second, hungUp, chatOver, healed, atRest)).toEqual(['I1']);
  });

  it('may be left alone while another session holds it, and is then no orphan', () => {
    const [chat] = openedAgain('lc1', bob);
    expect(brokenBy(...first, chat as Timeless, healed, atRest)).toEqual([]);
  });

  it('is told apart by conversation and time', () => {
    const record = recordOf(...first, ...second);
    const apart = tellApart(record.filter((event) => event.type === 'chat-opened'));
    const said = (at: number, conversationId?: string) =>
      apart({
        type: 'end-sent',
        party: 'copilot',
        at,
        liveChatId: 'lc1',
        ...(conversationId && { conversationId }),
      }).liveChatId;
    expect([
      said(1_000_010),
      said(2_000_000),
      said(2_000_000, bob),
      said(2_000_000, 'conversation of Anna'),
    ]).toEqual(['lc1', 'lc1#2', 'lc1#2', 'lc1']);
  });
});

describe('A live chat that speaks, or ends, before it has answered the start', () => {
  const [chat, told] = opened('lc1');
  const greeting = agentSays(token());

  it.each([404, 410])('must not be turned away for good with %i (I9)', (status) => {
    const refused = { ...greeting.sent, type: 'refused', status } as const;
    const early = [requested('r1'), chat as Timeless, greeting.sent, refused, told as Timeless];
    expect(brokenBy(...early, ...end)).toEqual(['I9']);
    const away = { type: 'end-sent', party: 'live-chat', liveChatId: 'lc1', status } as const;
    expect(brokenBy(requested('r1'), chat as Timeless, away, told as Timeless, ...end)).toEqual(['I9']);
  });

  it('may be asked to come again, and told of an end that there was', () => {
    const refused = (status: number) => ({ ...greeting.sent, type: 'refused', status }) as const;
    const early = [requested('r1'), chat as Timeless, greeting.sent, refused(503), told as Timeless];
    expect(brokenBy(...early, ...whole(greeting), ...end)).toEqual([]);
    expect(brokenBy(...opened('lc1'), ...ended('lc1'), greeting.sent, refused(410), healed, atRest)).toEqual(
      [],
    );
    // Nobody was told of a session that was given up.
    expect(brokenBy(requested('r1'), chat as Timeless, refused(404), ...end)).toEqual([]);
  });
});

describe('A message that a party never takes', () => {
  const bad = customerSays(token());
  const tried = [...opened('lc1'), bad.sent, bad.acked, { ...bad.attempted, outcome: 'unknown' as const }];
  const start = { type: 'step-attempted', party: 'live-chat', step: 'start', conversationId: bob } as const;

  it('must not have another customer refused (I10), as long as it is the only one', () => {
    const refused = [requested('r2', bob), refusedSession(bob)];
    expect(brokenBy(...tried, ...refused, bad.shown, ...end)).toEqual(['I10']);
    const other = customerSays(token(), 'lc2', 'conversation of Cleo');
    const wide = [
      ...opened('lc2', 'conversation of Cleo'),
      { ...other.attempted, outcome: 'unknown' as const },
    ];
    expect(
      brokenBy(
        ...tried,
        ...wide,
        ...refused,
        bad.shown,
        other.sent,
        other.shown,
        ...ended('lc2', 'conversation of Cleo'),
        ...end,
      ),
    ).toEqual([]);
    const own = { ...start, outcome: 'unknown' } as const;
    expect(brokenBy(...tried, requested('r2', bob), own, refusedSession(bob), bad.shown, ...end)).toEqual([]);
  });

  it('must not hold up the words of others (I10)', () => {
    const other = customerSays(token(), 'lc2', bob);
    const waiting = [...tried, ...opened('lc2', bob), other.sent, other.acked];
    const record = recordOf(
      ...waiting,
      other.attempted,
      other.shown,
      bad.shown,
      ...ended('lc2', bob),
      ...end,
    );
    const late = record.map((event, index) =>
      index < waiting.length ? event : { ...event, at: event.at + 15_000 },
    );
    expect(broken(record)).toEqual([]);
    expect(broken(late)).toEqual(['I10']);
  });
});
