export interface ManifestSettings {
  /** The bridge as Copilot Studio reaches it, without a trailing slash. */
  readonly publicUrl: string;
  readonly appId: string;
}

const text = (description: string) => ({ type: 'string', description });

const answer = {
  type: 'object',
  description: 'What became of the handoff.',
  properties: {
    LiveChatConversationId: text('Names the live chat; empty when there is none.'),
    HandoffStatus: {
      type: 'string',
      description: 'What a topic branches on.',
      enum: [
        'queued',
        'active',
        'already-open',
        'ended',
        'none',
        'closed',
        'no-agents',
        'unavailable',
        'unsupported-channel',
      ],
    },
    Reason: text('A word that explains the status, such as agent, idle or no-session; may be empty.'),
  },
};

const activities = {
  startConversation: {
    type: 'event',
    name: 'startConversation',
    description: 'Asks for a human agent.',
    value: { $ref: '#/definitions/startConversation' },
    resultValue: { $ref: '#/definitions/answer' },
  },
  sendMessage: {
    type: 'message',
    description: 'Carries what the customer says to the agent, until the handoff ends.',
    value: { $ref: '#/definitions/sendMessage' },
    resultValue: { $ref: '#/definitions/answer' },
  },
  endConversation: {
    type: 'event',
    name: 'endConversation',
    description: 'Ends the handoff and gives the customer back to the copilot.',
    value: { $ref: '#/definitions/endConversation' },
    resultValue: { $ref: '#/definitions/answer' },
  },
};

const definitions = {
  startConversation: {
    type: 'object',
    properties: {
      ProblemDescription: text('What the customer needs, in a sentence or two.'),
      Transcript: text('What customer and copilot said before: text, or a JSON list of {from, text, at}.'),
      Context: text('Whatever else the agent should know: a JSON object.'),
    },
  },
  sendMessage: {
    type: 'object',
    properties: {
      LiveChatConversationId: text('The live chat that startConversation named.'),
      ProblemDescription: text('Shown to the agent once, before the first message.'),
    },
  },
  endConversation: {
    type: 'object',
    properties: {
      LiveChatConversationId: text('The live chat to end; empty for the one that is open.'),
    },
  },
  answer,
};

/** The manifest with which a maker adds the skill to a Copilot Studio agent. */
export function skillManifest({ publicUrl, appId }: ManifestSettings) {
  return {
    $schema: 'https://schemas.botframework.com/schemas/skills/v2.2/skill-manifest.json',
    $id: 'HandoffBridge',
    name: 'Handoff Bridge',
    version: '1.0.0',
    description: 'Hands a conversation over to a human agent in a live chat and brings it back.',
    publisherName: 'Handoff Bridge',
    endpoints: [
      {
        name: 'default',
        protocol: 'BotFrameworkV3',
        description: 'The bridge.',
        endpointUrl: `${publicUrl}/api/messages`,
        msAppId: appId,
      },
    ],
    activities,
    definitions,
  };
}
