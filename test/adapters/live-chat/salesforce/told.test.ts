import { describe, expect, it } from 'vitest';
import { entryTeller, type Told } from '../../../../src/adapters/live-chat/salesforce/feed/told.ts';
import { streamedEvent } from '../../../../src/adapters/live-chat/salesforce/wire.ts';

const dana = { role: 'Agent', appType: 'agent', subject: '005x' };

interface Given {
  readonly type?: string;
  readonly sender?: object | null;
  readonly name?: string | null;
  readonly payload: unknown;
  readonly visibility?: string;
}

/** What entries tell one after the other, as they come on a stream. */
function told(...given: readonly Given[]): readonly Told[] {
  const tell = entryTeller();
  return given.flatMap(({ type = 'Message', sender = dana, name = 'Dana', payload, visibility }, index) => {
    const { conversationEntry } = streamedEvent.parse({
      conversationId: 'c',
      conversationEntry: {
        identifier: `e${index}`,
        entryType: type,
        entryPayload: JSON.stringify(payload),
        senderDisplayName: name,
        sender,
        visibilityStrategy: visibility ?? null,
        transcriptedTimestamp: 1,
      },
    });
    return tell(type, conversationEntry);
  });
}

const text = (words: string) => ({
  abstractMessage: {
    messageType: 'StaticContentMessage',
    id: 'm',
    staticContent: { formatType: 'Text', text: words },
  },
});
const changes = (...entries: readonly (readonly [string, string, string | null])[]) => ({
  type: 'ParticipantChanged',
  payload: {
    entries: entries.map(([operation, role, displayName]) => ({
      operation,
      displayName,
      participant: { role, appType: 'agent', subject: 's' },
    })),
  },
});
const routing = (payload: object) => ({ type: 'RoutingResult', payload });
const status = (sessionStatus: string) => ({ type: 'SessionStatusChanged', payload: { sessionStatus } });

describe('A message of Salesforce', () => {
  it.each([
    ['an agent', dana, 'Dana', [{ kind: 'message', text: 'Hi', agentName: 'Dana' }]],
    ['an agent without a name', dana, null, [{ kind: 'message', text: 'Hi' }]],
    ['a supervisor', { role: 'Supervisor' }, 'Sue', [{ kind: 'message', text: 'Hi', agentName: 'Sue' }]],
    ['a bot', { role: 'Chatbot' }, 'Robo', [{ kind: 'message', text: 'Hi', isAutomatic: true }]],
    ['a flow', { role: 'System' }, 'Flow', [{ kind: 'message', text: 'Hi', isAutomatic: true }]],
    ['an AI agent', { role: 'DigitalWorker' }, 'AI', [{ kind: 'message', text: 'Hi', isAutomatic: true }]],
    ['a sender that is not told', null, 'Dana', [{ kind: 'message', text: 'Hi', isAutomatic: true }]],
    ['the customer', { role: 'EndUser' }, 'Anna', []],
  ])('by %s', (_, sender, name, expected) => {
    expect(told({ sender, name, payload: text('Hi') })).toEqual(expected);
  });

  it('that is for agents alone tells nothing', () => {
    expect(told({ payload: text('Do not tell'), visibility: 'Internal' })).toEqual([]);
  });

  it('with files, a link or choices is told as a text', () => {
    const content = (staticContent: object) => ({ abstractMessage: { id: 'm', staticContent } });
    expect(
      told(
        {
          payload: content({
            formatType: 'Attachments',
            text: 'See',
            attachments: [{ name: 'a.pdf', url: 'x' }, {}],
          }),
        },
        {
          payload: content({
            formatType: 'RichLink',
            linkItem: { titleItem: { title: 'Help' }, url: 'https://help.example' },
          }),
        },
        {
          payload: {
            abstractMessage: {
              id: 'm',
              choices: {
                text: 'Which?',
                optionItems: [{ titleItem: { title: 'One' } }, { titleItem: { title: 'Two' } }],
              },
            },
          },
        },
      ).map((each) => each.kind === 'message' && each.text),
    ).toEqual(['See\n[a.pdf]\n[…]', 'Help\nhttps://help.example', 'Which?\n- One\n- Two']);
  });

  it.each([[null], ['text'], [{}], [{ abstractMessage: {} }], [text('  ')]])(
    'tells nothing by %j',
    (payload) => {
      expect(told({ payload })).toEqual([]);
    },
  );
});

describe('A change of participants', () => {
  it.each([
    ['an agent comes', [['add', 'Agent', 'Dana']], ['joined Dana']],
    ['an agent without a name comes', [['add', 'Agent', null]], ['joined']],
    ['an agent leaves', [['remove', 'Agent', 'Dana']], ['left Dana']],
    [
      'one comes for another',
      [
        ['remove', 'Agent', 'Dana'],
        ['add', 'Agent', 'Sam'],
      ],
      ['transferred Sam'],
    ],
    [
      'an agent comes for a bot',
      [
        ['remove', 'Chatbot', 'Robo'],
        ['add', 'Agent', 'Sam'],
      ],
      ['joined Sam'],
    ],
    ['a bot comes', [['add', 'Chatbot', 'Robo']], []],
    ['the customer comes', [['add', 'EndUser', 'Anna']], []],
    ['an agent is changed', [['update', 'Agent', 'Dana']], []],
  ] as const)('in which %s', (_, entries, expected) => {
    const words = told(changes(...entries)).map(
      (each) => each.kind === 'status' && Object.values(each.status).join(' '),
    );
    expect(words).toEqual(expected);
  });
});

describe('A routing', () => {
  const noAgents = [{ kind: 'status', status: { type: 'ended', cause: 'no-agents' } }];

  it.each([
    ['RoutingError', 'Initial', noAgents],
    ['SubmissionError', 'Initial', noAgents],
    ['Unknown', 'Initial', noAgents],
    ['None', 'Initial', []],
    ['Cancelled', 'Initial', []],
    ['RoutingError', 'Transfer', []],
    ['RoutingError', 'Conference', []],
  ])('with %s at the %s one', (failureType, routingType, expected) => {
    expect(told(routing({ failureType, routingType }))).toEqual(expected);
  });

  it('tells its wait with the next place in the queue, where it was asked to estimate one', () => {
    const place = { type: 'QueuePosition', payload: { position: 3 } };
    const wait = (isEWTRequested?: boolean) =>
      routing({
        routingType: 'Initial',
        failureType: 'None',
        estimatedWaitTime: {
          estimatedWaitTimeInSeconds: 120,
          ...(isEWTRequested !== undefined && { isEWTRequested }),
        },
      });
    const third = { type: 'queue-position', position: 3 };
    expect(told(wait(), place)).toEqual([
      { kind: 'status', status: { ...third, estimatedWaitSeconds: 120 } },
    ]);
    expect(told(wait(false), place)).toEqual([{ kind: 'status', status: third }]);
    expect(told({ ...place, payload: { position: 0 } }, { ...place, payload: {} })).toEqual([]);
  });
});

describe('A state of the session', () => {
  it.each(['New', 'Waiting', 'Active', 'Inactive', 'Paused', 'Consent', 'of the future'])(
    '%s is no end',
    (name) => {
      expect(told(status(name))).toEqual([]);
    },
  );

  it('Ended is the end, and Error one after a failure', () => {
    expect(told(status('Ended'), status('Error'))).toEqual([
      { kind: 'status', status: { type: 'ended' } },
      { kind: 'status', status: { type: 'ended', cause: 'failed' } },
    ]);
  });
});

describe('Other entries', () => {
  it('tell that an agent types, and nothing else', () => {
    const types = [
      'TypingStartedIndicator',
      'CONVERSATION_TYPING_STARTED_INDICATOR',
      'TypingStoppedIndicator',
      'DeliveryAcknowledgement',
      'ReadAcknowledgement',
      'CloseConversation',
      'ProgressIndicator',
      'StreamingToken',
      'RoutingWorkResult',
      'ClientAction',
      'OfTheFuture',
    ];
    expect(types.map((type) => told({ type, payload: {} }).length)).toEqual([
      1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ]);
    expect(told({ type: 'TypingStartedIndicator', sender: { role: 'EndUser' }, payload: {} })).toEqual([]);
  });
});
