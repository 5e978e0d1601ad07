import type { Exchange } from '../faults/exchange.ts';
import type { Choices } from './choices.ts';
import type { WireReader } from './wire-reader.ts';

/** What tests, scenarios and the demo hold in their hands: a live chat, its chats, and what went over the wire. */

export interface LiveChatOptions {
  /** 0 or nothing takes a free port. */
  readonly port?: number;
  /** Of a vendor in `vendors.ts`. */
  readonly kind: string;
  /** Where agents' messages go, for chats whose start brought no address of its own. */
  readonly callbackUrl?: string;
  /** `whsec_…`. Callbacks are signed with it as Standard Webhooks where the vendor signs; without it they are unsigned. */
  readonly webhookSecret?: string;
  /** Demands `Authorization: Bearer <apiKey>` on every REST request. */
  readonly apiKey?: string;
  /** Instead of `apiKey`: resolves to whether this bearer token may call. */
  readonly verifyToken?: (bearer: string) => Promise<boolean>;
  /** Gives the bearer that callbacks carry, where the vendor authenticates by one. Rejects when there is none now. */
  readonly callbackToken?: () => Promise<string>;
  /** Keeps chats, messages and idempotency keys across a restart; without it they live in memory. */
  readonly stateFile?: string;
  /** An agent is there as soon as a chat is opened, and start answers `active` instead of `queued`. */
  readonly autoJoin?: boolean;
  /** How callbacks wait before they are repeated; by the machine's time unless told. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** Origin of a page that may show the desk in a frame. */
  readonly framedBy?: string;
  /** Serves `/test-hook/callbacks` and `/test-hook/states`, with which a live chat can be checked without a person. */
  readonly testHook?: boolean;
}

export interface LiveChat {
  /** Of its vendor. */
  readonly kind: string;
  /** What its wire says. */
  readonly reads: WireReader;
  /** What its API says with a status when it refuses by itself. */
  refusal(status: number, code?: string): unknown;
  readonly url: string;
  readonly port: number;
  readonly deskUrl: string;
  /** Sets or replaces `callbackUrl` when the receiver's address is known only after the start. */
  connect(callbackUrl: string): void;
  /** Open and ended ones, in the order in which they were opened. */
  readonly chats: readonly Chat[];
  /** Every REST request, in order of arrival, the refused ones too. The newest 20,000 are kept. */
  readonly requests: readonly RecordedRequest[];
  /** Every attempt of a callback that got this far, in the order of the answers. The newest 20,000 are kept. */
  readonly callbacks: readonly RecordedCallback[];
  /** What it has kept for the bridge to hear, where it does not call back. Empty where it does. */
  readonly kept: readonly Exchange[];
  /** The newest chat that fits; waits for one (5,000 ms unless told). Rejects with the chats that there are. */
  chat(predicate?: (chat: Chat) => boolean, options?: Within): Promise<Chat>;
  /** Arms a fault for the next REST request that fits its path. Faults are used in the order of arming. */
  failNext(fault: Fault): void;
  /** Makes start answer 503 with this reason until called with `undefined`. Chats already open go on. */
  refuse(reason: Refusal | undefined): void;
  /** From now on it does this where it was free to choose. */
  behave(behaviour: Behaviour): void;
  /** Ends retries, writes the state file, and frees the port. */
  stop(): Promise<void>;
}

/** What some vendors do and others do not, and what the contract allows or cannot prevent. */
export interface Behaviour {
  /** Names a new chat, perhaps as one that has ended was named. Unless told, ids are random and never given again. */
  readonly chatId?: (ended: readonly EndedChat[]) => string | undefined;
  /** Done between opening a chat and the answer to its start, which waits for it. */
  readonly beforeAnswer?: (chat: Chat) => Promise<unknown>;
  /** Callbacks are numbered in each chat, so that different chats use the same ids. */
  readonly numbersCallbacks?: boolean;
  /**
   * How many milliseconds a callback waits before it is sent, by its number from 0 on. Where the vendor keeps no order, later ones
   * overtake it.
   */
  readonly holdsBackMs?: (count: number) => number;
  /** What only its vendor is free to do, by the vendor's own names. */
  readonly choices?: Choices;
}

/** A chat whose id no newer one has, and about which nothing is on its way. */
export interface EndedChat {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly endedAt: number;
}

export type Refusal = 'closed' | 'no-agents' | 'unavailable';

export interface Within {
  readonly withinMs?: number;
}

export interface Fault {
  /** Without it the fault fits any REST request. */
  readonly path?: FaultPath;
  /** Answered instead of doing the work. */
  readonly status?: number;
  /** A string goes out as it is, anything else as JSON. Without `status` it goes out as a 200. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** How long the answer is delayed. Without `status` the work has been done by then. */
  readonly delayMs?: number;
  /** Cuts the connection: before anything was done, or after the work was done and before its answer. */
  readonly reset?: 'before' | 'after-accepting';
  /** For how many requests, 1 unless told. */
  readonly times?: number;
  /** How many requests that fit pass before it, 0 unless told. */
  readonly after?: number;
}

/** The step, whatever the vendor calls its route. */
export type FaultPath = '/start' | '/send' | '/end';

export interface RecordedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** What follows the path, with its question mark; empty without one. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed when it was JSON, the text when not, undefined when empty or too large. */
  readonly body: unknown;
  /** What was answered; 0 while there is no answer, and for good when the connection was cut. */
  readonly status: number;
  /** The body of the answer, parsed when it was JSON; undefined when there is none. */
  readonly answer: unknown;
  /** ISO 8601. */
  readonly at: string;
}

export interface RecordedCallback extends CallbackResult {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sent: unknown;
}

export interface Chat {
  /** Tells this chat from all others. */
  readonly id: string;
  /** Its id on the wire, when a chat before it had the same one. */
  readonly idAgain?: string;
  readonly handoffSessionId?: string;
  readonly customerName: string;
  readonly problem?: string;
  readonly context?: Readonly<Record<string, unknown>>;
  /** What only its vendor knows of it. */
  readonly details: Readonly<Record<string, unknown>>;
  /** When the customer was last seen typing, ISO 8601. */
  readonly customerTypedAt: string | undefined;
  readonly status: 'queued' | 'active' | 'ended';
  /** ISO 8601. */
  readonly openedAt: string;
  readonly endReason: string | undefined;
  /** ISO 8601. */
  readonly endedAt: string | undefined;
  /** What the desk shows, in order; the copilot's transcript comes first. */
  readonly messages: readonly ChatMessage[];
  /** The agent is "Dana" unless told. */
  join(agentName?: string): Promise<CallbackResult>;
  /** Resolves with the last answer, after all retries. Also posts when the chat has ended: agents can be late. */
  says(text: string, options?: SayOptions): Promise<CallbackResult>;
  /** Words of the live chat's own bot, or of a trigger. */
  saysByItself(text: string): Promise<CallbackResult>;
  typing(): Promise<CallbackResult>;
  leaves(): Promise<CallbackResult>;
  transfersTo(agentName: string): Promise<CallbackResult>;
  queuePosition(position: number, estimatedWaitSeconds?: number): Promise<CallbackResult>;
  ends(options?: { readonly reason?: string; readonly message?: string }): Promise<CallbackResult>;
  /** Waits for a live message of the customer, or a notice, that is or matches `text`. Rejects with the chat so far. */
  sees(text: string | RegExp, options?: Within): Promise<ChatMessage>;
  isEnded(options?: Within): Promise<void>;
}

export interface SayOptions {
  readonly agent?: string;
  /** One that was used before repeats that callback and shows nothing new on the desk. */
  readonly messageId?: string;
  /** False gives the first answer as it is. */
  readonly retry?: boolean;
}

export interface ChatMessage {
  readonly id: string;
  readonly from: 'customer' | 'agent' | 'notice' | 'copilot';
  readonly sender: string;
  readonly text: string;
  /** ISO 8601. */
  readonly at: string;
  /** True for the transcript that start brought: said before the chat was opened. */
  readonly earlier?: boolean;
  /** Of agents' messages only. */
  readonly delivery?: 'sending' | 'delivered' | 'failed';
  /** Why it failed, or why it is still being retried. */
  readonly failure?: string;
}

/** Status 0: nothing came back, or the kind has no such callback and nothing was sent. */
export interface CallbackResult {
  readonly status: number;
  readonly body: unknown;
}

export interface CallbackAnswer extends CallbackResult {
  /** From `Retry-After`, when there was one. */
  readonly retryAfterMs?: number;
}
