/*
 * Bodies in the form in which Microsoft's pages show them, with values of our own: MicrosoftDocs/dynamics-365-contact-center, below
 * contact-center/extend: api/api-conversation-webhook.md, -create.md, -conversationid.md, -messages.md, -conversation.md,
 * api/ccaas_getrepresentativeavailabilitybeforeconversation.md and error-handling.md, of 2026-08-21.
 */

const channelId = '0d9f1f6e-2c1b-4b8e-9d3c-6f0a5b7c8d9e';

type Body = Readonly<Record<string, unknown>>;

const eventOf = (id: string, name: string): Body => ({
  type: 'message',
  channelId,
  conversation: { id },
  text: `EventName: **_${name}_**`,
  name,
});

/** The activities of the page on webhooks, for a conversation. */
export const documentedCallbacks = (id: string): Readonly<Record<string, Body>> => ({
  accepted: eventOf(id, 'AgentAccepted'),
  typing: { type: 'typing', channelId: 'MessagingApi', conversation: { id }, recipient: { id: 'r1' } },
  message: {
    type: 'message',
    channelId,
    from: { id: 'a1', name: 'Dana' },
    conversation: { id },
    textFormat: 'markdown',
    text: 'Which invoice',
  },
  attachment: {
    type: 'message',
    channelId,
    from: { id: 'a1', name: 'Dana' },
    conversation: { id },
    textFormat: 'markdown',
    attachments: [
      {
        contentType: 'image/png',
        contentUrl: 'https://x/1',
        content: null,
        name: 'bill.png',
        thumbnailUrl: null,
      },
    ],
  },
  closed: { ...eventOf(id, 'AgentClosed'), from: { id: 'a1' } },
  conversationClosed: { ...eventOf(id, 'ConversationClosed'), from: { id: 'a1' } },
});

/** The names that the page lists, and those that its samples spell otherwise. */
export const documentedEvents = [
  'AgentAccepted AgentEndSession PrimaryAgentEndConversation AgentDisconnected AgentStartSecondaryChannel',
  'AgentRaiseSecondaryChannel AgentEndSecondaryChannel ConversationClose SupervisorForceClosedConversation',
  'ConsultAgentInitiated ConsultAgentFailed ConsultAgentAcceptSession ConsultAgentEndSession ConsultAgentRejectSession',
  'ConsultAgentSessionTimedOut ConsultAgentRemoved TransferToAgentInitiated TransferToAgentFailed',
  'TransferAgentAcceptSession TransferAgentRejectSession TransferAgentTimedOutSession AgentEndedConsult',
  'AgentJoinedCustomerConversation ConsultAgentLeftPublicConversation TransferToQueueInitiated TransferToQueueFailed',
  'CustomerDisconnected CustomerDisconnectedAgentWaiting AgentAssigned OutOfOperatingHoursDueToNonWorkingHours',
  'OutOfOperatingHoursDueToHoliday AgentClosed ConversationClosed',
].flatMap((line) => line.split(' '));

/** Fields of requests, as the pages' tables have them; `*` stands for names that a caller chooses. */
export const documentedRequests = {
  create: [
    'customercontext.customerid',
    'customercontext.firstname',
    'customercontext.lastname',
    'customercontext.preferredname',
    'customercontext.email',
    'customercontext.phonenumber',
    'conversationcontext.*.isDisplayable',
    'conversationcontext.*.value',
    'conversationrequestid',
    'startmessage.message',
    'startmessage.displayname',
    'skipdeflectionbot',
  ],
  message: ['type', 'id', 'channelId', 'from.id', 'from.name', 'conversation.id', 'text', 'channelData.*.*'],
  typing: ['type', 'channelId', 'from.name', 'conversation.id'],
  endOfConversation: ['type', 'channelId', 'conversation.id'],
  availability: ['ApiVersion', 'LiveWorkStreamId', 'CustomContextItems'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export const documentedAnswers = {
  create: { conversationId: 'c2b7a1d4-0e5f-4f6a-8b9c-7d8e9f0a1b2c', isNew: true, messageId: '1767225600000' },
  sent: { messageId: '1767225600001' },
  /** As the table spells it, and as the sample does. */
  messages: [
    {
      messages: [
        {
          type: 'message',
          attachments: [],
          text: 'Hi',
          messageid: '1767225600002',
          timestamp: '2026-01-01T00:00:00+00:00',
          from: {},
          channelData: {},
        },
      ],
      continuationtoken: '2026-01-01T00:00:00+00:00',
    },
    {
      messages: [
        {
          type: 'message',
          attachments: [],
          text: 'Hi',
          messageId: '1767225600002',
          timestamp: '2026-01-01T00:00:00+00:00',
          from: {},
          channelData: {},
        },
      ],
      continuationToken: '2026-01-01T00:00:00+00:00',
    },
  ],
  conversations: {
    conversations: [
      { conversationid: 'c2b7a1d4-0e5f-4f6a-8b9c-7d8e9f0a1b2c', timestamp: '2026-01-01T00:00:00.0000000Z' },
    ],
    continuationtoken: 'x',
  },
  availability: {
    '@odata.context': 'https://contoso.crm4.dynamics.com/api/data/v9.2/$metadata#x',
    NextTransitionTime: '9999-12-31T23:59:59Z',
    NumberOfExpertsAvailableInQueue: 2,
    AverageWaitTimeInSeconds: 45,
    PositionInQueue: 1,
    AverageWaitTime: null,
    StartTimeOfNextOperatingHour: '0001-01-01T00:00:00Z',
    EndTimeOfNextOperatingHour: '0001-01-01T00:00:00Z',
    QueueId: '85e55877-f27a-4911-a81a-000d3a1ca610',
    IsAgentAvailable: true,
    IsQueueAvailable: true,
  },
  problem: { type: 'https://example.com/x', title: 'Bad Input', status: 400, detail: 'x' },
} as const;

/** The fields of a body by their paths, such as `from.id`. */
export function pathsIn(body: unknown, prefix = ''): readonly string[] {
  if (typeof body !== 'object' || body === null) return [prefix];
  if (Array.isArray(body)) return [...new Set(body.flatMap((each) => pathsIn(each, `${prefix}[]`)))];
  return Object.entries(body).flatMap(([name, inner]) =>
    pathsIn(inner, prefix === '' ? name : `${prefix}.${name}`),
  );
}

/** Whether a path is one of those that a page documents. */
export const isDocumented = (path: string, documented: readonly string[]): boolean =>
  documented.some((each) =>
    new RegExp(`^${each.replaceAll('.', '\\.').replaceAll('*', '[^.]+')}$`).test(path),
  );
