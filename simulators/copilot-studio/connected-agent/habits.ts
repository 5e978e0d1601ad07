/** How Copilot Studio calls a connected agent. What no documentation settles is a choice here, so that each answer can be played. */
export interface ConnectionHabits {
  /** How the agent is to answer; `normal` posts each activity to the callback. Undefined leaves the field out, which means the same. */
  readonly deliveryMode: 'expectReplies' | 'stream' | 'normal' | undefined;
  /** The audience of the token, which Entra names as `api://<app id>` in tokens of version 1.0 only. */
  readonly audience: 'id' | 'api-id';
  readonly role: string;
  /** The second sign of such a call: the header `x-ms-agentsdk-caller`. */
  readonly hasHeader: boolean;
  /** Undefined leaves the field out. */
  readonly channelId: string | undefined;
  /** Whether the agent is told the conversation by Teams' own id, or by one that only such calls have. */
  readonly conversationId: 'of the channel' | 'of its own';
  /** Whether the customer is known by an Entra object id. */
  readonly hasAadObjectId: boolean;
  /** Where earlier messages come along. */
  readonly history: 'value' | 'channelData' | 'nowhere';
  /** Which callbacks can be used: the one of the last turn, or all that were given. */
  readonly callbacks: 'newest' | 'all';
  /** How a callback whose right is over refuses. */
  readonly refusal: 401 | 403 | 404 | 410;
  /** How a callback takes an activity, each with an empty body. */
  readonly acceptance: 200 | 201 | 202;
  /** When the orchestrator gives the agent no more turns: by what it reads, or never. */
  readonly routing: 'sticky' | 'returning';
  /** Whether the orchestrator says something of its own when the agent answers a turn with nothing. */
  readonly fillsSilence: boolean;
}

/** As the announcement has it where it says something, else as it was seen in the field. */
export const usualHabits: ConnectionHabits = {
  deliveryMode: 'normal',
  audience: 'id',
  role: 'connectoruser',
  hasHeader: true,
  channelId: 'msteams',
  conversationId: 'of the channel',
  hasAadObjectId: true,
  history: 'nowhere',
  callbacks: 'newest',
  refusal: 401,
  acceptance: 200,
  routing: 'sticky',
  fillsSilence: false,
};
