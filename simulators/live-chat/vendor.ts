import type { Hono } from 'hono';
import type { Addressed, AgentAction, Payload } from './callbacks/agent-action.ts';
import type { CallbackStyle } from './callbacks/style.ts';
import type { ChatRecord } from './chats/chat-record.ts';
import type { ChatRegistry } from './chats/chat-registry.ts';
import type { Choices } from './choices.ts';
import type { Lacks } from './gaps.ts';
import type { CallbackAnswer, FaultPath, LiveChatOptions, Refusal } from './live-chat.ts';
import type { ApiRequest, Guard, RestEnv } from './rest-env.ts';
import type { WireReader } from './wire-reader.ts';

/** A vendor as its users see it: its server, its callbacks, and what a bridge is told of it. The desk in front is common to all. */
export interface SimulatedVendor {
  /** As `LIVECHAT_KIND` names it. */
  readonly kind: string;
  /** Where its API is: what is recorded there, and meets faults. */
  readonly paths: readonly string[];
  /** Which step a request belongs to, for faults that are meant for one. A start may take several requests. */
  readonly stepOf: (request: ApiRequest) => FaultPath | undefined;
  /** Where its tokens come from, if that is among its paths: no fault is meant for it. */
  readonly tokenPath?: string;
  /** Answers a caller who may not call. Unless the vendor has a way of its own, a caller needs the key as a bearer, where there is one. */
  readonly guard?: Guard;
  /** Adds its API. */
  readonly serve: (app: Hono<RestEnv>, options: RouteOptions) => void;
  /**
   * What its API says with a status when it refuses by itself, for planned failures; `code` names one. Unless told, as the
   * reference contract says it.
   */
  readonly refusal?: (status: number, code?: string) => unknown;
  /** What it can tell the other side of what happens at the desk. */
  readonly tells: ReadonlySet<AgentAction['type']>;
  /** The body of a callback that it can tell. */
  readonly payload: (addressed: Addressed) => Payload | undefined;
  /** How it signs, repeats and orders its callbacks. */
  readonly callbacks: CallbackStyle;
  /** Words and ends can be listed, so that they are not lost where no callback is repeated. */
  readonly isListed?: true;
  /** What it cannot do, with the reason. A test holds it against the capabilities of the bridge's adapter. */
  readonly lacks?: Lacks;
  /** What its wire says, for the record and the console. */
  readonly reads: WireReader;
  /** How the live chat is set for a bridge, and the bridge for it. */
  readonly pairing: (ends: PairedEnds) => Pairing;
}

/** What both ends have to agree on. */
export interface PairedEnds {
  /** Where the bridge is reached, without a trailing slash. */
  readonly bridgeUrl: string;
  readonly apiKey: string;
  readonly webhookSecret: string;
  /** Absent where there is none: then vendors that need it know the key and unsigned callbacks alone. */
  readonly entra?: PairedEntra;
}

/** The simulated Entra, from which live chat and bridge have tokens for each other. */
export interface PairedEntra {
  readonly authority: string;
  readonly tenantId: string;
  /** In whose name the live chat calls back. */
  readonly app: { readonly clientId: string; readonly clientSecret: string };
  /** In whose name the bridge calls. */
  readonly bridgeAppId: string;
}

export interface Pairing {
  readonly options: Pick<
    LiveChatOptions,
    'apiKey' | 'verifyToken' | 'callbackUrl' | 'webhookSecret' | 'callbackToken'
  >;
  /** The vendor's settings of a bridge that reaches the live chat at this address. */
  readonly environment: (liveChatUrl: string) => Readonly<Record<string, string>>;
}

/** What the routes of a vendor share with its desk. */
export interface RouteOptions {
  readonly registry: ChatRegistry;
  readonly refusal: () => Refusal | undefined;
  readonly autoJoin: boolean;
  /** Names a new chat; absent for an id of its own. */
  readonly newId: () => string | undefined;
  /** Resolves when the start of this chat is to be answered. */
  readonly beforeAnswer: (chatId: string) => Promise<unknown> | undefined;
  /**
   * Sends a callback that is no act of an agent, such as an echo or a word of a bot. `id` is the same in each repeat of it; it is
   * random unless told. `chat` is one of the registry, or one that no agent sees, such as a talk with a bot. Resolves with the
   * last answer; never rejects.
   */
  readonly tell: (
    chat: string | ChatRecord,
    payload: Payload,
    id?: string,
  ) => Promise<CallbackAnswer | 'stopped'>;
  /** What the vendor was told to do where it is free; asked anew for each request. */
  readonly choices: () => Choices;
  /** Waits so many milliseconds by the live chat's time; `stopped` when it was stopped before. */
  readonly pause: (ms: number) => Promise<'passed' | 'stopped'>;
  /** Aborted when the live chat is stopped. */
  readonly stopping: AbortSignal;
}
