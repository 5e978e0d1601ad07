import { describe, expect, it } from 'vitest';
import { evolve } from '../../src/domain/evolve.ts';
import { holdsConversation, isOpen, liveChatIdOf } from '../../src/domain/handoff-session.ts';
import {
  active,
  asActive,
  closing,
  closingUnopened,
  ended,
  endedUnopened,
  now,
  patsPhone,
  queued,
  requested,
  theLiveChat,
  unreachable,
  warned,
  withDana,
} from './builders.ts';
import * as e from './events.ts';
import { given } from './given.ts';

const heardNow = { lastActivityAt: now };
const { queuePosition: _, ...queuedSomewhere } = queued;

describe('A session', () => {
  it('begins with the request', () =>
    given(undefined)
      .after(e.handoffRequested)
      .is({ ...requested, requestedAt: now, ...heardNow }));
  it('waits once its live chat has opened', () =>
    given(requested)
      .after(e.liveChatQueued)
      .is({ ...queued, ...heardNow }));
  it('is active at once when its live chat is served from the start', () =>
    given(requested)
      .after(e.liveChatServed)
      .is({ ...active, opening: asActive, ...heardNow }));
  it('becomes active when an agent joins', () =>
    given(queued)
      .after(e.danaJoined)
      .is({ ...withDana, ...heardNow }));
  it('keeps who joined before its live chat has opened, and has them once it has', () => {
    const joined = { ...requested, joined: { agentName: 'Dana' } };
    given(requested)
      .after(e.danaJoined)
      .is({ ...joined, ...heardNow });
    given(joined)
      .after(e.danaLeft)
      .is({ ...requested, ...heardNow });
    given(joined)
      .after(e.liveChatQueued, e.danaJoined)
      .is({ ...withDana, ...heardNow });
  });
  it('is served by an agent without a name', () => {
    const { agentName: _, ...taken } = e.elliTookOver;
    given(withDana)
      .after(taken)
      .is({ ...active, ...heardNow });
  });
  it('is not active because of what a trigger says, and stays silent', () =>
    given(warned(queued)).after(e.triggerSaid).is(warned(queued)));
  it('becomes active with the first words of an agent', () =>
    given(queued)
      .after(e.danaSaid)
      .is({ ...withDana, ...heardNow }));
  it('knows who took over', () =>
    given(withDana)
      .after(e.elliTookOver)
      .is({ ...active, agentName: 'Elli', ...heardNow }));
  it('waits again when the agent has left', () =>
    given(withDana)
      .after(e.danaLeft)
      .is({ ...queuedSomewhere, ...heardNow }));
  it('moves up in the queue, which breaks the silence', () =>
    given(warned(queued))
      .after(e.patBecameSecond)
      .is({ ...queued, ...heardNow, queuePosition: 2 }));
  it('keeps its place in the queue when the customer says something', () =>
    given(queued)
      .after(e.patSaid)
      .is({ ...queued, hasSpoken: true, ...heardNow }));
  it('keeps the words that were said before its live chat opened', () =>
    given(requested)
      .after(e.patSaid)
      .is({ ...requested, hasSpoken: true, ...heardNow }));
  it('learns a new problem and a new address with the words', () =>
    given(queued)
      .after({ ...e.patSaid, problem: 'The carpet', customerAddress: patsPhone })
      .is({ ...queued, hasSpoken: true, ...heardNow, problem: 'The carpet', customerAddress: patsPhone }));
  it.each([e.wordsDidNotReachDana, e.wordsArrivedLate, e.queueConfirmed])(
    'counts its silence anew after $type',
    (event) =>
      given(warned(queued))
        .after(event)
        .is({ ...queued, ...heardNow }),
  );
});

describe('A live chat that ends after its session', () => {
  it('is known to have, and stays so', () => {
    given(ended)
      .after(e.danaHungUpLate)
      .is({ ...ended, isLiveChatOver: true });
    given(closing)
      .after(e.danaHungUpLate, e.endedBy('agent'))
      .is({ ...ended, endedAt: now, isLiveChatOver: true });
  });
});

describe('A warning of silence', () => {
  it('is remembered', () =>
    given(queued)
      .after(e.silenceNoticed)
      .is({ ...queued, idleWarnedAt: now }));
  it.each([e.patSaid, e.danaSaid, e.danaJoined, e.elliTookOver])('is forgotten after $type', (event) => {
    expect(evolve(warned(queued), event)).not.toHaveProperty('idleWarnedAt');
  });
});

describe('A session whose live chat cannot be reached', () => {
  it('knows it, each side for itself', () => {
    given(withDana).after(e.danaBecameUnreachable).is(unreachable(withDana));
    given(unreachable(withDana))
      .after({ ...e.danaBecameUnreachable, to: 'customer' })
      .is({ ...withDana, unreachable: ['live-chat', 'customer'] });
  });
  it('forgets it once the side was reached', () =>
    given(unreachable(withDana))
      .after(e.danaBecameReachable)
      .is({ ...withDana, ...heardNow }));
  it.each([e.danaLeft, e.danaJoined, e.danaSaid, e.patSaid])('still knows it after $type', (event) => {
    expect(evolve(unreachable(withDana), event)).toMatchObject({ unreachable: ['live-chat'] });
  });
  it('takes nothing of it along when it is over', () =>
    given(unreachable(withDana))
      .after(e.endedBy('agent'))
      .is({ ...ended, endedAt: now }));
});

describe('A session that is over', () => {
  it('closes with what it knew of its live chat', () =>
    given(queued)
      .after(e.closedBy('agent'))
      .is({ ...closing, closedAt: now }));
  it('closes without a live chat when it never had one', () =>
    given(requested)
      .after(e.closedBy('failed'))
      .is({ ...closingUnopened, closedAt: now }));
  it('ends after it has closed', () =>
    given(closing)
      .after(e.endedBy('agent'))
      .is({ ...ended, endedAt: now }));
  it('keeps no name of an agent and no warning', () =>
    given(warned(withDana))
      .after(e.endedBy('agent'))
      .is({ ...ended, endedAt: now }));
  it('keeps why there was no live chat', () =>
    given(requested)
      .after(e.noLiveChat({ why: 'unavailable', liveChatMayExist: true }))
      .is({ ...endedUnopened, endedAt: now }));
  it('learns of a live chat that opened too late, and stays over', () => {
    const late = { liveChatId: theLiveChat, opening: e.liveChatQueued.opening };
    given(endedUnopened)
      .after(e.liveChatQueued)
      .is({ ...endedUnopened, ...late });
    given(closingUnopened)
      .after(e.liveChatQueued)
      .is({ ...closingUnopened, ...late });
  });
  it('is not woken by anything that was said or done', () => {
    const doings = [e.patSaid, e.danaSaid, e.danaJoined, e.danaLeft, e.elliTookOver, e.silenceNoticed];
    given(closing)
      .after(...doings, e.patBecameSecond)
      .is(closing);
    given(ended)
      .after(...doings, e.patBecameSecond)
      .is(ended);
  });
});

describe('An event', () => {
  it('cannot be the first of a session unless it is the request', () => {
    expect(() => evolve(undefined, e.danaJoined)).toThrow('agent-joined cannot be the first event');
  });
});

describe('A conversation', () => {
  const all = [requested, queued, active, closing, ended];
  it('is open while both sides can speak', () =>
    expect(all.map(isOpen)).toEqual([true, true, true, false, false]));
  it('is held until the very end', () =>
    expect(all.map(holdsConversation)).toEqual([true, true, true, true, false]));
  it('knows its live chat from the opening on', () =>
    expect(all.map(liveChatIdOf)).toEqual([undefined, ...Array(4).fill(theLiveChat)]));
});
