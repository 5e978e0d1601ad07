import { describe, it } from 'vitest';
import { closing, ended, queued, requested, unreachable, withDana } from './builders.ts';
import * as c from './commands.ts';
import * as e from './events.ts';
import { given, type Rows } from './given.ts';

const nothingYet: Rows = {
  'request-handoff': ['opens', (none) => none.when(c.patAsksForAnAgent).yields(e.handoffRequested)],
  'repeat-request': ['has nothing to repeat', (none) => none.when(c.patAsksAgain).isRefused('no-session')],
  'confirm-opened': ['has no live chat', (none) => none.when(c.liveChatQueues).isRefused('no-session')],
  'give-up-opening': ['cannot give up', (none) => none.when(c.turnGivesUp).isRefused('no-session')],
  'move-customer': ['has no customer to move', (none) => none.when(c.patMoves).isRefused('no-session')],
  'say-as-customer': ['takes no word of Pat', (none) => none.when(c.patSays).isRefused('no-session')],
  'say-as-agent': ['takes no word of Dana', (none) => none.when(c.danaSays).isRefused('no-session')],
  'say-as-live-chat': [
    'takes no word of a trigger',
    (none) => none.when(c.triggerSays).isRefused('no-session'),
  ],
  'record-agent-joined': ['lets nobody join', (none) => none.when(c.danaJoins).isRefused('no-session')],
  'record-agent-left': ['lets nobody leave', (none) => none.when(c.danaLeaves).isRefused('no-session')],
  'record-agent-transferred': [
    'has no agent to change',
    (none) => none.when(c.elliTakesOver).isRefused('no-session'),
  ],
  'record-queue-position': ['has no queue', (none) => none.when(c.patIsSecond).isRefused('no-session')],
  'record-undeliverable': [
    'has lost nothing',
    (none) => none.when(c.wordsDoNotReachDana).isRefused('no-session'),
  ],
  'record-delay': ['delays nothing', (none) => none.when(c.danaCannotBeReached).isRefused('no-session')],
  'record-reached': ['has nobody to reach', (none) => none.when(c.danaIsReached).isRefused('no-session')],
  'record-late-arrival': [
    'waits for nothing',
    (none) => none.when(c.wordsArriveLate).isRefused('no-session'),
  ],
  'warn-idle': ['warns nobody', (none) => none.when(c.silenceIsNoticed).isRefused('no-session')],
  'close-live-chat': ['cannot close', (none) => none.when(c.danaCloses).isRefused('no-session')],
  'record-live-chat-over': [
    'has no live chat to be over',
    (none) => none.when(c.danaHangsUpLate).isRefused('no-session'),
  ],
  'end-handoff': ['cannot end', (none) => none.when(c.patSaysGoodbye).isRefused('no-session')],
  'finish-closing': ['cannot finish', (none) => none.when(c.farewellIsOut).isRefused('no-session')],
};

const aRequestedSession: Rows = {
  'request-handoff': ['is the only one', (it) => it.when(c.patAsksForAnAgent).isRefused('already-open')],
  'repeat-request': ['is there already', (it) => it.when(c.patAsksAgain).decidesToNothing()],
  'confirm-opened': ['gets its live chat', (it) => it.when(c.liveChatQueues).yields(e.liveChatQueued)],
  'give-up-opening': [
    'ends as unavailable when its turn gives up',
    (it) => it.when(c.turnGivesUp).yields(e.noLiveChat({ why: 'unavailable', liveChatMayExist: true })),
  ],
  'move-customer': ['knows where Pat is now', (it) => it.when(c.patMoves).yields(e.patMoved)],
  'say-as-customer': ['takes the words of Pat', (it) => it.when(c.patSays).yields(e.patSaid)],
  'say-as-agent': ['has Dana speak later', (it) => it.when(c.danaSays).isRefused('too-early')],
  'say-as-live-chat': ['has a trigger speak later', (it) => it.when(c.triggerSays).isRefused('too-early')],
  'record-agent-joined': ['keeps that Dana joined', (it) => it.when(c.danaJoins).yields(e.danaJoined)],
  'record-agent-left': ['has nobody to leave yet', (it) => it.when(c.danaLeaves).decidesToNothing()],
  'record-agent-transferred': [
    'keeps that Elli joined',
    (it) => it.when(c.elliTakesOver).yields({ ...e.danaJoined, agentName: 'Elli' }),
  ],
  'record-queue-position': [
    'has its queue told later',
    (it) => it.when(c.patIsSecond).isRefused('too-early'),
  ],
  'record-undeliverable': [
    'says what was lost',
    (it) => it.when(c.wordsDoNotReachDana).yields(e.wordsDidNotReachDana),
  ],
  'record-delay': ['has no live chat to reach', (it) => it.when(c.danaCannotBeReached).decidesToNothing()],
  'record-reached': ['has missed nobody', (it) => it.when(c.danaIsReached).decidesToNothing()],
  'record-late-arrival': ['has nothing to arrive', (it) => it.when(c.wordsArriveLate).decidesToNothing()],
  'warn-idle': ['can be warned of silence', (it) => it.when(c.silenceIsNoticed).yields(e.silenceNoticed)],
  'close-live-chat': ['has its live chat end later', (it) => it.when(c.danaCloses).isRefused('too-early')],
  'record-live-chat-over': ['is not over itself', (it) => it.when(c.danaHangsUpLate).decidesToNothing()],
  'end-handoff': ['ends with Pat', (it) => it.when(c.patSaysGoodbye).yields(e.endedBy('customer'))],
  'finish-closing': ['is not closing', (it) => it.when(c.farewellIsOut).decidesToNothing()],
};

const aQueuedSession: Rows = {
  ...aRequestedSession,
  'confirm-opened': ['has its live chat', (it) => it.when(c.liveChatQueues).decidesToNothing()],
  'give-up-opening': ['is not given up any more', (it) => it.when(c.turnGivesUp).decidesToNothing()],
  'say-as-agent': ['takes the words of Dana', (it) => it.when(c.danaSays).yields(e.danaSaid)],
  'say-as-live-chat': ['tells what a trigger says', (it) => it.when(c.triggerSays).yields(e.triggerSaid)],
  'close-live-chat': ['can be closed', (it) => it.when(c.danaCloses).yields(e.closedByDana)],
  'record-agent-joined': ['lets Dana join', (it) => it.when(c.danaJoins).yields(e.danaJoined)],
  'record-agent-left': ['has nobody to leave', (it) => it.when(c.danaLeaves).decidesToNothing()],
  'record-agent-transferred': ['lets Elli in', (it) => it.when(c.elliTakesOver).yields(e.elliTookOver)],
  'record-delay': [
    'says that nobody is reached',
    (it) => it.when(c.danaCannotBeReached).yields(e.danaBecameUnreachable),
  ],
  'record-late-arrival': [
    'counts its silence from there',
    (it) => it.when(c.wordsArriveLate).yields(e.wordsArrivedLate),
  ],
  'record-queue-position': ['moves up', (it) => it.when(c.patIsSecond).yields(e.patBecameSecond)],
};

const anActiveSession: Rows = {
  ...aQueuedSession,
  'record-agent-joined': ['has Dana already', (it) => it.when(c.danaJoins).decidesToNothing()],
  'record-agent-left': ['lets Dana leave', (it) => it.when(c.danaLeaves).yields(e.danaLeft)],
  'record-agent-transferred': ['changes to Elli', (it) => it.when(c.elliTakesOver).yields(e.elliTookOver)],
  'record-queue-position': ['is in no queue', (it) => it.when(c.patIsSecond).decidesToNothing()],
};

const anUnreachableSession: Rows = {
  ...anActiveSession,
  'record-delay': ['says so once', (it) => it.when(c.danaCannotBeReached).decidesToNothing()],
  'record-reached': ['says when it is over', (it) => it.when(c.danaIsReached).yields(e.danaBecameReachable)],
};

const aClosingSession: Rows = {
  'request-handoff': ['is still there', (it) => it.when(c.patAsksForAnAgent).isRefused('already-open')],
  'repeat-request': ['cannot be joined again', (it) => it.when(c.patAsksAgain).isRefused('not-open')],
  'confirm-opened': ['has its live chat', (it) => it.when(c.liveChatQueues).decidesToNothing()],
  'give-up-opening': ['is over already', (it) => it.when(c.turnGivesUp).decidesToNothing()],
  'move-customer': ['still finds Pat', (it) => it.when(c.patMoves).yields(e.patMoved)],
  'say-as-customer': ['takes no word of Pat', (it) => it.when(c.patSays).isRefused('not-open')],
  'say-as-agent': ['takes no word of Dana', (it) => it.when(c.danaSays).isRefused('not-open')],
  'say-as-live-chat': ['takes no word of a trigger', (it) => it.when(c.triggerSays).isRefused('not-open')],
  'record-agent-joined': ['lets nobody join', (it) => it.when(c.danaJoins).isRefused('not-open')],
  'record-agent-left': ['lets nobody leave', (it) => it.when(c.danaLeaves).isRefused('not-open')],
  'record-agent-transferred': ['lets nobody in', (it) => it.when(c.elliTakesOver).isRefused('not-open')],
  'record-queue-position': ['is in no queue', (it) => it.when(c.patIsSecond).isRefused('not-open')],
  'record-undeliverable': [
    'adds nothing to its farewell',
    (it) => it.when(c.wordsDoNotReachDana).decidesToNothing(),
  ],
  'record-delay': [
    'says nothing of delays any more',
    (it) => it.when(c.danaCannotBeReached).decidesToNothing(),
  ],
  'record-reached': ['has nobody to reach any more', (it) => it.when(c.danaIsReached).decidesToNothing()],
  'record-late-arrival': ['counts no silence', (it) => it.when(c.wordsArriveLate).decidesToNothing()],
  'warn-idle': ['warns nobody', (it) => it.when(c.silenceIsNoticed).decidesToNothing()],
  'close-live-chat': ['is closed already', (it) => it.when(c.danaCloses).isRefused('not-open')],
  'record-live-chat-over': [
    'says no more to its live chat',
    (it) => it.when(c.danaHangsUpLate).yields(e.danaHungUpLate),
  ],
  'end-handoff': [
    'ends at once, for the reason it closed',
    (it) => it.when(c.patSaysGoodbye).yields(e.endedBy('agent')),
  ],
  'finish-closing': [
    'ends when its farewell is out',
    (it) => it.when(c.farewellIsOut).yields(e.endedBy('agent')),
  ],
};

const anEndedSession: Rows = {
  ...aClosingSession,
  'move-customer': ['looks for Pat no more', (it) => it.when(c.patMoves).isRefused('not-open')],
  'request-handoff': [
    'makes room for another',
    (it) => it.when(c.patAsksForAnAgent).yields(e.handoffRequested),
  ],
  'end-handoff': ['has ended already', (it) => it.when(c.patSaysGoodbye).decidesToNothing()],
  'finish-closing': ['has finished already', (it) => it.when(c.farewellIsOut).decidesToNothing()],
};

describe.each([
  { subject: 'A session that nobody has asked for', session: undefined, rows: nothingYet },
  { subject: 'A requested session', session: requested, rows: aRequestedSession },
  { subject: 'A queued session', session: queued, rows: aQueuedSession },
  { subject: 'An active session', session: withDana, rows: anActiveSession },
  {
    subject: 'A session whose live chat cannot be reached',
    session: unreachable(withDana),
    rows: anUnreachableSession,
  },
  { subject: 'A closing session', session: closing, rows: aClosingSession },
  { subject: 'An ended session', session: ended, rows: anEndedSession },
])('$subject', ({ session, rows }) => {
  for (const [command, [does, proof]] of Object.entries(rows)) {
    it(`${does} (${command})`, () => proof(given(session)));
  }
});
