import type { Exchange } from '../../faults/exchange.ts';
import type { ChatRecord } from '../chats/chat-record.ts';
import type { CallbackAnswer } from '../live-chat.ts';
import type { Payload } from './agent-action.ts';

/** How a vendor calls back. */
export interface CallbackStyle {
  /** Throws for a secret that cannot sign, which is better known at the start than at the first message. */
  readonly check?: (secret: string | undefined) => void;
  /** Where one goes and what stands in its headers; asked before each attempt. */
  readonly addressed: (callback: UnsignedCallback) => AddressedCallback | Promise<AddressedCallback>;
  /** How long the vendor waits for an answer, in milliseconds. */
  readonly answerWithinMs: number;
  /** After how many milliseconds it repeats one that was answered like this; undefined when it gives up. */
  readonly retryAfterMs: (answer: CallbackAnswer, tries: Tries) => number | undefined;
  /** Whether those of one chat wait for each other. Where not, they may overtake. */
  readonly isInOrder: boolean;
  /** What it does not post, and the bridge hears on a connection of its own. */
  readonly keeps?: KeptEvents;
}

/** What a vendor keeps in place of calling back. An agent's words are taken as soon as they are kept. */
export interface KeptEvents {
  /** Whether it is kept, and not posted. Unless told, all is. */
  readonly isKept?: (payload: Payload) => boolean;
  /** The chat with one thing more to tell. */
  readonly keep: (chat: ChatRecord, payload: Payload) => ChatRecord;
  /**
   * What was kept of a chat, for the record and the console: as if the bridge had been sent it and had taken it. What no side could
   * read any more, since the other side has ended the chat before, has no answer.
   */
  readonly exchanges: (chat: ChatRecord) => readonly Exchange[];
}

export interface UnsignedCallback {
  /** As the live chat was told for this chat. */
  readonly url: string;
  /** As it goes out. */
  readonly body: string;
  /** The same for each repeat. */
  readonly id: string;
  readonly chat: ChatRecord;
  /** `webhookSecret`, where there is one. */
  readonly secret?: string;
  /** `callbackToken`, where there is one. */
  readonly token?: () => Promise<string>;
}

export interface AddressedCallback {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Tries {
  /** How often it was sent. */
  readonly count: number;
  /** Milliseconds since the first time. */
  readonly forMs: number;
}
