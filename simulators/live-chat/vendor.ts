import type { Hono } from 'hono';
import type { Addressed, AgentAction, Payload } from './callbacks/agent-action.ts';
import type { ChatRegistry } from './chats/chat-registry.ts';
import type { FaultPath, LiveChatOptions, Refusal } from './live-chat.ts';
import type { RestEnv } from './rest-front.ts';

/** A vendor as its users see it: its server, its callbacks, and what a bridge is told of it. The desk in front is common to all. */
export interface SimulatedVendor {
  /** As `LIVECHAT_KIND` names it. */
  readonly kind: string;
  /** Where its API is: what is recorded there, and meets faults. */
  readonly paths: readonly string[];
  /** Which step a route is, for faults that are meant for one. */
  readonly stepOf: (path: string) => FaultPath | undefined;
  /** Adds its API. */
  readonly serve: (app: Hono<RestEnv>, options: RouteOptions) => void;
  /** What it can tell the other side of what happens at the desk. */
  readonly tells: ReadonlySet<AgentAction['type']>;
  /** The body of a callback that it can tell. */
  readonly payload: (addressed: Addressed) => Payload | undefined;
  /** Whether callbacks are signed as Standard Webhooks, where there is a secret. */
  readonly signsCallbacks: boolean;
  /** Whether a callback that fails is sent again; else the agent is shown what went wrong. */
  readonly repeatsCallbacks: boolean;
  /** How the live chat is set for a bridge, and the bridge for it. */
  readonly pairing: (ends: PairedEnds) => Pairing;
}

/** What both ends have to agree on. */
export interface PairedEnds {
  /** Where the bridge is reached, without a trailing slash. */
  readonly bridgeUrl: string;
  readonly apiKey: string;
  readonly webhookSecret: string;
}

export interface Pairing {
  readonly options: Pick<LiveChatOptions, 'apiKey' | 'callbackUrl' | 'webhookSecret'>;
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
}
