import { describe, it } from 'vitest';
import {
  active,
  asQueued,
  closingUnopened,
  endedUnopened,
  now,
  patsPhone,
  queued,
  requested,
  theLiveChat,
  thePrinter,
  warned,
  withDana,
} from './builders.ts';
import * as c from './commands.ts';
import * as e from './events.ts';
import { given } from './given.ts';

describe('A live chat', () => {
  it('may be served from the start', () => given(requested).when(c.liveChatServes).yields(e.liveChatServed));
  it('that opened after its session was given up is remembered, so that it can be ended', () => {
    given(endedUnopened).when(c.liveChatQueues).yields(e.liveChatQueued);
    given(closingUnopened).when(c.liveChatQueues).yields(e.liveChatQueued);
  });
  it('that is closed today ends the request with that reason, and exists for certain not', () =>
    given(requested)
      .when(c.liveChatIsClosed)
      .yields(e.noLiveChat({ why: 'closed', liveChatMayExist: false })));
  it('that no turn waits for any more is closed with a farewell', () =>
    given(requested).when(c.nobodyWaits).yields(e.closedBy('failed')));
  it('may end with a last word of the agent', () => {
    const withLastWord = { ...c.danaCloses, lastMessage: 'Take care' };
    given(withDana)
      .when(withLastWord)
      .yields({ ...e.closedByDana, message: { text: 'Take care', agentName: 'Dana' } });
    given(queued)
      .when(withLastWord)
      .yields({ ...e.closedByDana, message: { text: 'Take care' } });
  });
  it('closes for whatever reason it is given', () => {
    for (const reason of ['idle', 'too-long', 'failed'] as const) {
      given(queued)
        .when({ ...c.silenceCloses, reason })
        .yields(e.closedBy(reason));
    }
  });
});

describe('An agent who joined before the start was answered', () => {
  const { agentName: _, ...someoneJoined } = e.danaJoined;
  const joined = { ...requested, joined: { agentName: 'Dana' } };

  it('is told of once it is', () =>
    given(joined).when(c.liveChatQueues).yields(e.liveChatQueued, e.danaJoined));
  it('is told of without a name where there is none', () =>
    given({ ...requested, joined: {} })
      .when(c.liveChatQueues)
      .yields(e.liveChatQueued, someoneJoined));
  it('is one who took over since', () =>
    given(joined)
      .when(c.elliTakesOver)
      .yields({ ...e.danaJoined, agentName: 'Elli' }));
  it('joins once', () => given(joined).when(c.danaJoins).decidesToNothing());
  it('may leave before that', () => given(joined).when(c.danaLeaves).yields(e.danaLeft));
  it('is not told of when there will be no live chat', () =>
    given(joined)
      .when(c.liveChatIsClosed)
      .yields(e.noLiveChat({ why: 'closed', liveChatMayExist: false })));
});

describe('An agent without a name', () => {
  const { agentName: _, ...says } = c.danaSays;
  const { agentName: _said, ...said } = e.danaSaid;
  const { agentName: _joined, ...someoneJoined } = e.danaJoined;
  const { agentName: _left, ...someoneLeft } = e.danaLeft;

  it('is not named where no agent is known to be there', () => given(queued).when(says).yields(said));
  it('is the one who is known to be there', () => {
    given(withDana).when(says).yields(e.danaSaid);
    given(withDana).when({ type: 'record-agent-left' }).yields(e.danaLeft);
  });
  it('joins and leaves all the same', () => {
    given(queued).when({ type: 'record-agent-joined' }).yields(someoneJoined);
    given(active).when({ type: 'record-agent-left' }).yields(someoneLeft);
  });
  it('is no news where an agent is there already', () =>
    given(withDana).when({ type: 'record-agent-joined' }).decidesToNothing());
  it('is news when they take over', () =>
    given(withDana)
      .when({ type: 'record-agent-transferred' })
      .yields({ type: 'agent-transferred', at: now }));
});

describe('The problem', () => {
  const mentioned = { ...c.patSays, problem: thePrinter };

  it('that the agent was shown is not shown again', () => given(queued).when(mentioned).yields(e.patSaid));
  it('that is new goes along with the words', () =>
    given(queued)
      .when({ ...c.patSays, problem: 'And the carpet' })
      .yields({ ...e.patSaid, problem: 'And the carpet' }));
  it('is said again by a customer who types it', () => {
    for (const hasSpoken of [false, true]) {
      given({ ...queued, hasSpoken })
        .when({ ...mentioned, text: thePrinter })
        .yields({ ...e.patSaid, text: thePrinter });
    }
  });
  it('counts without any words when it is new', () =>
    given({ ...queued, problem: 'Something else' })
      .when({ ...mentioned, text: '' })
      .yields({ ...e.patSaid, text: '', problem: thePrinter }));
  it('without any words decides to nothing when the agent was shown it', () =>
    given(queued)
      .when({ ...mentioned, text: '' })
      .decidesToNothing());
});

describe('What cannot be carried as words', () => {
  const nothingTyped = { ...c.patSays, text: '' };

  it.each([{ heading: 'Changed:' }, { enclosed: 'A file' }])('is told without any words: %j', (sign) =>
    given(queued)
      .when({ ...nothingTyped, ...sign })
      .yields({ ...e.patSaid, text: '', ...sign }),
  );
});

describe('The customer', () => {
  it('who says nothing is not relayed', () =>
    given(queued)
      .when({ ...c.patSays, text: '' })
      .decidesToNothing());
  it('who writes from elsewhere is reached there from now on', () =>
    given(queued)
      .when({ ...c.patSays, customerAddress: patsPhone })
      .yields({ ...e.patSaid, customerAddress: patsPhone }));
  it('of whom it is not known where they write from is reached as before', () => {
    const { customerAddress: _, ...fromNowhere } = c.patSays;
    given(queued).when(fromNowhere).yields(e.patSaid);
  });
  it('is not warned twice of the same silence', () =>
    given(warned(queued)).when(c.silenceIsNoticed).decidesToNothing());
  it('may be taken back by the copilot', () =>
    given(queued)
      .when({ ...c.patSaysGoodbye, by: 'copilot' })
      .yields(e.endedBy('copilot')));
  it('brings what the topic knows to the agent', () =>
    given(undefined)
      .when({ ...c.patAsksForAnAgent, context: { order: 7 } })
      .yields({ ...e.handoffRequested, context: { order: 7 } }));
});

describe('An agent', () => {
  it('joins a live chat that was served by no agent we knew', () =>
    given(active).when(c.danaJoins).yields(e.danaJoined));
  it('who is another person joins too', () =>
    given(withDana)
      .when({ ...c.danaJoins, agentName: 'Elli' })
      .yields({ ...e.danaJoined, agentName: 'Elli' }));
  it('who takes over from themselves changes nothing', () =>
    given(withDana)
      .when({ ...c.elliTakesOver, agentName: 'Dana' })
      .decidesToNothing());
});

describe('A place in the queue', () => {
  it('that did not change is no news, but a sign of life', () =>
    given(queued)
      .when({ ...c.patIsSecond, position: 3 })
      .yields(e.queueConfirmed));
  it('comes with the wait that is expected', () =>
    given(queued)
      .when({ ...c.patIsSecond, estimatedWaitSeconds: 30 })
      .yields({ type: 'queue-moved', position: 2, estimatedWaitSeconds: 30, at: now }));
  it('is known once the live chat has opened', () =>
    given(requested)
      .when({ ...c.liveChatQueues, liveChatId: theLiveChat, opening: asQueued })
      .yields(e.liveChatQueued));
});
