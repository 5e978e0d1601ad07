import { describe, expect, it } from 'vitest';
import { broken, brokenBy, end, token } from './judged.ts';
import {
  agentSays,
  atRest,
  crash,
  customerSays,
  dead,
  ended,
  healed,
  opened,
  recordOf,
  type Timeless,
} from './record.ts';

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

  it('may be sent by a process that stood still, and by the one that took over from it', () => {
    const x = agentSays(token());
    const send = [x.attempted, x.shown];
    const spoken = [...opened('lc1'), x.sent, x.acked];
    const still = { ...crash, until: Number.MAX_SAFE_INTEGER };
    expect(brokenBy(...spoken, still, ...send, ...send, ...end)).toEqual([]);
    expect(brokenBy(...spoken, still, ...send, ...send, ...send, ...end)).toEqual(['I2']);
    expect(brokenBy(...spoken, crash, ...send, ...send, ...end)).toEqual(['I2']);
  });

  it('is not explained by its own unknown outcome, which explains the next one', () => {
    const x = agentSays(token());
    const lost = { ...x.attempted, outcome: 'unknown' } as Timeless;
    const taken = [...opened('lc1'), x.sent, x.acked, x.attempted, x.shown];
    expect(brokenBy(...taken, lost, x.shown, ...end)).toEqual(['I2']);
    expect(brokenBy(...taken, crash, lost, x.shown, x.attempted, x.shown, ...end)).toEqual([]);
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
