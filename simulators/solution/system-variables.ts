import type { RecordValue } from './power-fx/value.ts';
import type { Agent } from './solution.ts';

interface Turn {
  readonly agent: Agent;
  readonly conversationId: string;
  readonly customer: { readonly id: string; readonly name: string; readonly aadObjectId: string };
  /** What the customer said last. */
  readonly text: string;
  /** Turns in a row of which no topic knew what to do. */
  readonly fallbacks: number;
}

/** The variables under `System`, by the names that Copilot Studio documents; Blank where nothing here can know. */
export function systemVariables(turn: Turn): RecordValue {
  const { agent, conversationId, customer, text, fallbacks } = turn;
  const [firstName = null, ...lastNames] = customer.name.split(' ');
  return {
    Activity: {
      Attachments: [],
      Channel: 'msteams',
      ChannelData: null,
      ChannelId: 'msteams',
      From: { Id: customer.id, Name: customer.name },
      Name: null,
      Recipient: { Id: agent.schemaName, Name: agent.name },
      Text: text,
      Type: 'message',
      TypeId: 'message',
      Value: null,
    },
    Bot: { EnvironmentId: null, Id: null, Name: agent.name, SchemaName: agent.schemaName, TenantId: null },
    Conversation: {
      Id: conversationId,
      InTestMode: false,
      LocalTimeZone: null,
      LocalTimeZoneOffset: null,
    },
    ConversationId: conversationId,
    Error: { Message: null, Code: null },
    FallbackCount: fallbacks,
    LastMessage: { Id: null, Text: text },
    LastMessageText: text,
    Recognizer: {
      ExtractedEntities: [],
      IntentOptions: [],
      MultipleTopicsMatchedReason: null,
      SelectedIntent: null,
      TriggeringMessage: { Id: null, Text: text },
    },
    Response: { FormattedText: null },
    SignInReason: null,
    User: {
      AccessToken: null,
      DisplayName: customer.name,
      Email: null,
      FirstName: firstName,
      Id: customer.aadObjectId,
      IsLoggedIn: true,
      Language: agent.language,
      LastName: lastNames.length === 0 ? null : lastNames.join(' '),
      PrincipalName: null,
      TimeZone: null,
      TimeZoneOffset: null,
    },
    UserLanguage: agent.language,
  };
}
