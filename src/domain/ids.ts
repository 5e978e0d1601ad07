declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Our own id of one stay with a human; what a live chat knows the customer by. */
export type SessionId = Branded<'SessionId'>;
/** The customer's side: one chat of one customer with the copilot. */
export type ConversationId = Branded<'ConversationId'>;
/** The vendor's side: what the live chat calls its own session. */
export type LiveChatId = Branded<'LiveChatId'>;
/** The sender's id of one message; repeats carry the same one. */
export type MessageId = Branded<'MessageId'>;

/** The protocol by which a copilot calls us. */
export type CallerId = Branded<'CallerId'>;
/** Where the customer is. */
export type ChannelId = Branded<'ChannelId'>;

export const sessionId = (value: string): SessionId => value as SessionId;
export const conversationId = (value: string): ConversationId => value as ConversationId;
export const liveChatId = (value: string): LiveChatId => value as LiveChatId;
export const messageId = (value: string): MessageId => value as MessageId;
export const callerId = (value: string): CallerId => value as CallerId;
export const channelId = (value: string): ChannelId => value as ChannelId;
