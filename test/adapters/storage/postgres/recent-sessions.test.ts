import { describe, expect, it } from 'vitest';
import { recentSessions } from '../../../../src/adapters/storage/postgres/recent-sessions.ts';
import type { Change, StoredSession } from '../../../../src/application/ports/session-store.ts';
import { conversationId, sessionId } from '../../../../src/domain/ids.ts';
import {
  ada,
  adasChat,
  adasLiveChat,
  changed,
  ended,
  opened,
  opening,
  words,
} from '../../../contracts/session-steps.ts';
import { testClock } from '../../../contracts/test-clock.ts';

const clock = testClock();

/** Ada's session as others might have it, and the change that opens its live chat. */
function opensLiveChat() {
  const recent = recentSessions();
  recent.committed(opening(clock));
  const first = recent.ofId(ada) as StoredSession;
  return { recent, first, change: changed(first, opened(clock.now())) };
}

describe('Recent sessions', () => {
  it('are as they were committed, with all that was put into their lanes', () => {
    const { recent, change } = opensLiveChat();
    const { session } = change;
    recent.committed(change);
    const second = recent.ofId(ada) as StoredSession;
    expect(second).toEqual({ session, version: 2, waiting: { 'to-live-chat': 1, 'to-customer': 0 } });
    recent.committed({ ...changed(second), outgoing: [words(second, 'one', 0), words(second, 'two', 0)] });
    expect(recent.ofLiveChat(adasLiveChat)).toMatchObject({ version: 3, waiting: { 'to-customer': 2 } });
    expect(recent.ofConversation(adasChat)).toBe(recent.ofId(ada));
  });

  it('are as they were read, unless something newer is known', () => {
    const { recent, first, change } = opensLiveChat();
    recent.committed(change);
    recent.saw(first);
    expect(recent.ofId(ada)).toMatchObject({ version: 2 });
    recent.saw({ ...first, version: 3 });
    expect(recent.ofId(ada)).toEqual({ ...first, version: 3 });
    expect(recent.ofLiveChat(adasLiveChat)).toBeUndefined();
  });

  it('are forgotten when what was committed does not follow on what is known', () => {
    const { recent, first } = opensLiveChat();
    const later: Change = { ...changed({ ...first, version: 5 }), expectedVersion: 5 };
    recent.committed(later);
    expect(recent.ofId(ada)).toBeUndefined();
    expect(recent.ofConversation(adasChat)).toBeUndefined();
  });

  it('are not those that have ended', () => {
    const { recent, first, change } = opensLiveChat();
    recent.committed(change);
    recent.committed(changed({ ...first, session: change.session, version: 2 }, ended(1)));
    expect(recent.ofId(ada)).toBeUndefined();
    expect(recent.ofConversation(adasChat)).toBeUndefined();
    expect(recent.ofLiveChat(adasLiveChat)).toBeUndefined();
  });

  it('give the newer session of a conversation, and keep it when the older one is forgotten', () => {
    const { recent } = opensLiveChat();
    recent.committed(opening(clock, sessionId('next'), adasChat));
    expect(recent.ofConversation(adasChat)).toMatchObject({ session: { id: 'next' } });
    recent.forget(ada);
    expect(recent.ofConversation(adasChat)).toMatchObject({ session: { id: 'next' } });
  });

  it('are the last two thousand', () => {
    const recent = recentSessions();
    const idOf = (number: number) => sessionId(`s${number}`);
    const open = (number: number) =>
      recent.committed(opening(clock, idOf(number), conversationId(`c${number}`)));
    for (let number = 0; number < 2000; number++) open(number);
    recent.saw(recent.ofId(idOf(0)) as StoredSession);
    open(2000);
    expect(recent.ofId(idOf(0))).toBeDefined();
    expect(recent.ofId(idOf(1))).toBeUndefined();
    expect(recent.ofConversation(conversationId('c1'))).toBeUndefined();
    expect(recent.ofId(idOf(2000))).toBeDefined();
  });
});
