/** What we say in our own name; `{name}` stands for a value. Every sentence can be replaced by configuration. */
export const defaultSentences = {
  agentJoined: '{agent} has joined and will help you now.',
  agentLeft: '{agent} has left the chat. Somebody else will be with you soon.',
  agentTransferred: 'You are now talking with {agent}.',
  unnamedJoined: 'An agent has joined and will help you now.',
  unnamedLeft: 'The agent has left the chat. Somebody else will be with you soon.',
  unnamedTransferred: 'You are now talking with another agent.',
  asked: 'I have asked for an agent. From now on your messages go to them.',
  connected: 'You are connected with an agent. From now on your messages go to them.',
  queueWait: 'The wait is about {minutes} min.',
  queuePosition: 'You are number {position} in the queue.',
  idleWarning:
    'Are you still there? Without a message from you or the agent this chat ends in about {minutes} min.',
  endedByAgent: 'The agent has ended the chat. You are back with the virtual assistant.',
  endedClosed:
    'Our agents are not on duty at the moment, so the chat has ended. Please try again during opening hours. You are back with the virtual assistant.',
  endedNoAgents:
    'All our agents are busy at the moment, so the chat has ended. Please try again in a little while. You are back with the virtual assistant.',
  endedIdle: 'The chat has ended because nobody wrote for a while. You are back with the virtual assistant.',
  endedTooLong:
    'The chat has ended because it was open for too long. You are back with the virtual assistant.',
  endedFailed:
    'We have lost the connection to the agent, so the chat has ended. You are back with the virtual assistant.',
  undeliveredAtEnd: 'Your last messages may not have reached the agent.',
  endedByCustomer: 'The chat with the agent has ended. You are back with the virtual assistant.',
  justEnded: 'The chat with the agent has just ended. If you need an agent again, please say so in a moment.',
  notInChat: 'You are not in a chat with an agent.',
  messageNotDelivered:
    'One of your messages could not be delivered to the agent. Please try to say it differently.',
  liveChatDown:
    'We cannot reach the agent at the moment. Your messages are kept and go out as soon as that is possible.',
  liveChatBack: 'The connection to the agent is back. Your messages are on their way.',
  closed: 'Our agents are not on duty at the moment. Please try again during opening hours.',
  noAgents: 'All our agents are busy at the moment. Please try again in a little while.',
  unavailable: 'We cannot reach our agents at the moment. Please try again in a little while.',
  inTurns:
    'Here you see what the agent has written whenever you write: send any message, such as “?”, to look.',
  moreInTurns: 'There is more to read. Write once more to see it.',
  unsupportedChannel: 'A chat with an agent is possible in {channels} only.',
  unsupportedConversation:
    'A chat with an agent is not possible in this conversation. Please write to me in a chat of our own.',
  onlyCustomerEnds: 'Only the person who asked for the agent can end this chat.',
  queueFull:
    'There are too many messages waiting for the agent. Please wait a moment and send your message again.',
  deskCustomerLeft: 'The customer has left the conversation.',
  deskCopilotTookOver: 'The conversation has gone back to the copilot.',
  deskIdle: 'The conversation has ended because nobody wrote for a while.',
  deskTooLong: 'The conversation has ended because it was open for too long.',
  deskInTurns:
    'This customer sees your messages only when they write next, all that wait at once. Please answer in full.',
  deskNotDelivered: 'One of your messages could not be delivered to the customer.',
  deskCustomerUnreachable:
    'The customer cannot be reached at the moment. Your messages are kept and go out as soon as that is possible.',
  deskCustomerReachable: 'The customer can be reached again. Your messages are on their way.',
  deskNotDeliveredAtEnd: 'Your last messages may not have reached the customer.',
  deskFirstWords: '{customer} would like to talk to an agent.',
  deskTranscript: 'Before the handoff:',
  deskContext: 'Details:',
  deskFile: '[Sent a file: {name}]',
  deskPicture: '[Sent a picture: {name}]',
  deskAudio: '[Sent an audio recording: {name}]',
  deskVideo: '[Sent a video: {name}]',
  deskCard: '[Sent a card: {name}]',
  deskLocation: '[Sent a location: {name}]',
  deskContact: '[Sent a contact: {name}]',
  deskAttachment: '[Sent an attachment: {name}]',
  deskMoreAttachments: '[Sent {count} more attachments]',
  deskForm: '[Filled in a form: {values}]',
  deskEdited: '[Changed an earlier message, which now reads:]',
  deskDeleted: '[Deleted an earlier message]',
  deskRestored: '[Restored a deleted message]',
  deskReaction: '[Reacted to a message: {reactions}]',
  deskReactionTakenBack: '[Took back a reaction to a message: {reactions}]',
} as const;

export type SentenceName = keyof typeof defaultSentences;
export const sentenceNames = Object.keys(defaultSentences) as [SentenceName, ...SentenceName[]];
export type Sentences = Readonly<Record<SentenceName, string>>;
