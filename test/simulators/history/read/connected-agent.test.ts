import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../../simulators/faults/exchange.ts';
import { check } from '../../../../simulators/history/check.ts';
import type { Event } from '../../../../simulators/history/event.ts';
import { printed } from '../../../../simulators/history/print.ts';
import { readRecord } from '../../../../simulators/history/read/read-record.ts';
import type { Sources } from '../../../../simulators/history/read/sources.ts';
import { sequenceOf } from '../../../../simulators/sequence/steps.ts';
import { conversationId, exchange, opens, run, sends, start } from '../../sequence/a-run.ts';

const iso = (ms: number): string => new Date(start + ms).toISOString();
const callback = (turn: number) =>
  `/copilot-studio/external-agent/conversations/of-its-own/turns/${turn}?api-version=1&sp=reply&sig=SECRET${turn}`;

type Call = Sources['copilotStudio']['skillCalls'][number];

/** A turn of the customer, at a proxy and at Copilot Studio. */
function turn(ms: number, text: string, replies: readonly string[] = []) {
  const activity = {
    ...{ type: 'message', id: `act-${ms}`, text, timestamp: iso(ms), conversation: { id: 'of-its-own' } },
    ...{ recipient: { id: 'agent', role: 'ConnectorUser' }, serviceUrl: `http://127.0.0.1${callback(ms)}` },
  };
  const answer = replies
    .map((said) => `event: activity\r\ndata: ${JSON.stringify({ type: 'message', text: said })}\r\n\r\n`)
    .join('');
  const activities = replies.map((said) => ({ type: 'message', text: said }));
  const call: Call = {
    ...{ conversationId, activity, attempt: 1, status: 200, body: { activities }, replies: activities },
    // The desk opens a chat before the turn that asked for it is answered.
    ...{ ms: 14, endedAt: iso(ms + 14) },
  };
  const seen: Exchange = exchange({
    ms,
    body: activity,
    peer: { status: 200, body: answer, at: start + ms + 4 },
  });
  return { call, seen };
}

const tellsAt = (ms: number, text: string, rest: Partial<Exchange> = {}): Exchange =>
  exchange({ ms, path: callback(ms), body: { type: 'message', text }, ...rest });

const request = turn(0, 'I want to talk with a person', [
  'I have asked for an agent. From now on your messages go to them.',
]);
const words = turn(100, 'qzwordsqz please');
const goodbye = turn(300, 'Good bye', ['You are back with the virtual assistant.']);

function handoff(toTeams: readonly Exchange[] = [], toBridge = [request, words, goodbye]): Sources {
  const chat = {
    ...{
      id: 'lc_1',
      customerName: 'Anna',
      openedAt: iso(12),
      status: 'ended',
      endedAt: iso(303),
      messages: [],
    },
  };
  const sources = run(
    {
      toBridge: toBridge.map(({ seen }) => seen),
      toTeams,
      toLiveChat: [
        opens,
        sends(110, 'qzwordsqz please', { peer: { status: 200, body: '{}', at: start + 112 } }),
      ],
    },
    {
      copilotStudio: {
        skillCalls: toBridge.map(({ call }) => call),
        received: [],
        conversationAtAgent: (id) => (id === 'of-its-own' ? conversationId : id),
      },
    },
  );
  return { ...sources, liveChat: { ...sources.liveChat, chats: [chat as never] } };
}

const ofType = (record: readonly Event[], type: Event['type']) =>
  record.filter((event) => event.type === type);

describe('The record of a connected agent', () => {
  it('knows request, session and end from turns, chats and words', () => {
    const record = readRecord(handoff());
    expect(ofType(record, 'session-requested')).toMatchObject([
      { conversationId, messageId: 'act-0', problem: 'I want to talk with a person', at: start },
    ]);
    expect(ofType(record, 'session-opened')).toMatchObject([{ conversationId, liveChatId: 'lc_1' }]);
    expect(ofType(record, 'session-ended')).toMatchObject([
      { conversationId, liveChatId: 'lc_1', reason: 'customer', answersTo: 'act-300', at: start + 314 },
    ]);
    expect(ofType(record, 'end-sent')).toMatchObject([{ party: 'copilot', at: start + 300 }]);
  });

  it.each([
    ['We cannot reach our agents at the moment. Please try again.', []],
    ['I have asked for an agent. From now on your messages go to them.', [{ liveChatId: 'lc_1' }]],
  ])('knows a chat under an id given again by its answer: %s', (text, sessions) => {
    const sources = handoff([], [turn(0, 'I want a person', [text])]);
    const [chat] = sources.liveChat.chats;
    const again: Sources = {
      ...sources,
      liveChat: { ...sources.liveChat, chats: [{ ...chat, idAgain: 'lc_0' } as never] },
    };
    expect(ofType(readRecord(again), 'session-opened')).toMatchObject(sessions);
  });

  it('takes words that are answered with none for accepted, in the customer’s conversation', () => {
    expect(ofType(readRecord(handoff()), 'acked')).toMatchObject([
      { messageId: 'act-100', conversationId, text: 'qzwordsqz please' },
    ]);
  });

  it('sees an agent’s words on their way to a callback, and no notices, which may answer a turn', () => {
    const sent = [
      tellsAt(200, '**Dana**: Hello'),
      tellsAt(210, 'You are number 2 in the queue.'),
      tellsAt(220, '**Dana**: Lost', { status: 401, peer: { status: 401, body: '', at: start + 221 } }),
    ];
    expect(ofType(readRecord(handoff(sent)), 'attempted')).toMatchObject([
      { party: 'live-chat' },
      { party: 'teams', conversationId, text: 'Hello', outcome: 'delivered' },
      { party: 'teams', conversationId, text: 'Lost', outcome: 'refused', status: 401 },
    ]);
  });

  it('shows a late word of an agent as a broken promise', () => {
    const findings = check(readRecord(handoff([tellsAt(400, '**Dana**: qzlateqz')])), {});
    expect(findings.map(({ invariant }) => invariant)).toContain('I6');
  });

  it.each([
    ['The agent has ended the chat. You are back with the virtual assistant.', 'agent'],
    ['The chat has ended because nobody wrote for a while. You are back with the virtual assistant.', 'idle'],
    ['We have lost the connection to the agent, so the chat has ended.', 'failed'],
  ])('reads the reason of an end: %s', (text, reason) => {
    const record = readRecord(handoff([], [request, turn(300, 'Are you there?', [text])]));
    expect(ofType(record, 'session-ended')).toMatchObject([{ reason }]);
  });

  it('tells a refusal from an end', () => {
    const refused = turn(0, 'I want a person', [
      'We cannot reach our agents at the moment. Please try again.',
    ]);
    const record = readRecord({ ...handoff([], [refused]), liveChat: run({}).liveChat });
    expect(ofType(record, 'session-refused')).toMatchObject([{ conversationId }]);
    expect(ofType(record, 'session-opened')).toEqual([]);
  });
});

describe('The right of a callback', () => {
  const sources = handoff([tellsAt(200, '**Dana**: Hello')]);

  it('is in no drawing, where the callback is an arrow to Copilot Studio', () => {
    const { steps } = sequenceOf(sources);
    expect(steps.find(({ label }) => label === 'Dana: Hello')).toMatchObject({
      from: 'bridge',
      to: 'copilot-studio',
      conversationId,
    });
    expect(steps.filter(({ from }) => from === 'copilot-studio').length).toBe(3);
    expect(JSON.stringify(steps)).toContain('sig=••••••');
    expect(JSON.stringify(steps)).not.toContain('SECRET');
  });

  it('is in no record and in nothing that the checker prints', () => {
    expect(JSON.stringify(readRecord(sources))).not.toContain('SECRET');
    const said = { type: 'sent', party: 'live-chat', direction: 'to-customer', at: start } as const;
    const leaked = { ...said, text: `at ${callback(1)}` };
    expect(printed([{ invariant: 'I1', what: 'lost', events: [leaked] }])).not.toContain('SECRET');
  });
});
