import { describe, expect, it } from 'vitest';
import { tellApart } from '../../../simulators/history/tell-apart.ts';
import { broken, brokenBy, end, token } from './judged.ts';
import {
  agentSays,
  atRest,
  customerSays,
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

const bob = 'conversation of Bob';

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
    // Both chats have the same id: what goes to the session that holds it may be taken for words to the other.
    const a = customerSays(token());
    const [attempted, shown] = [a.attempted, a.shown].map((each) => ({ ...each, liveChatId: 'lc1#2' }));
    const held = [...opened('lc1'), a.sent, a.acked, chat, attempted, shown] as readonly Timeless[];
    expect(brokenBy(...held, ...ended('lc1'), healed, atRest)).toEqual([]);
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
