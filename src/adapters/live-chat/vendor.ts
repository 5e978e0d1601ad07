import type { z } from 'zod';
import type { Clock } from '../../application/ports/clock.ts';
import type {
  AgentStatus,
  EndCause,
  RecordAgentStatus,
  RelayAgentMessage,
} from '../../application/ports/inbound.ts';
import type { LiveChat, LiveChatCapabilities } from '../../application/ports/live-chat.ts';
import type { LiveChatFeed } from '../../application/ports/live-chat-feed.ts';
import type { Log } from '../../application/ports/log.ts';
import type { Unavailability } from '../../domain/handoff-session.ts';
import type { Throttles } from '../http/limits/throttles.ts';
import type { CheckBearer, ExpectedBearer } from '../http/requests/bearer.ts';
import type { ApiDocument } from '../http/server/api-routes.ts';
import type { Routes } from '../http/server/routes.ts';
import { type LiveChatPace, pacedLiveChat } from './paced-live-chat.ts';

/** What the bridge has for a vendor's adapter. */
export interface LiveChatPlatform {
  /** Where the bridge is reached, without a trailing slash. */
  readonly publicUrl: string;
  /** A token of the LiveChat connection for a scope; with `refused`, another one than that if there is one. */
  readonly getToken: (scope: string, refused?: string) => string | Promise<string>;
  readonly clock: Clock;
  /** Makes the check of bearers of Entra on callbacks; what is absent is that of the LiveChat connection. */
  readonly entraBearer: (expected: ExpectedBearer) => CheckBearer;
  readonly log: Log;
}

/** What the callbacks of a vendor are told to. */
export interface CallbackHandlers {
  readonly relayAgentMessage: RelayAgentMessage;
  readonly recordAgentStatus: RecordAgentStatus;
  readonly throttles: Throttles;
}

/** A vendor's live chat, ready to be used. */
export interface OpenedLiveChat {
  readonly liveChat: LiveChat;
  /** The vendor's limits. Calls beyond them are `deferred` and not made; absent where it has none. */
  readonly pace?: LiveChatPace;
  /** Where the vendor calls back; absent when it never does. */
  readonly routes?: (handlers: CallbackHandlers) => Routes;
  /** How its events are heard that it does not call back with; absent when it calls back with all of them. */
  readonly feed?: LiveChatFeed;
  /** What the bridge wants such a live chat to serve, where that is for its maker to choose. */
  readonly contract?: () => ApiDocument;
  /**
   * Asks the vendor, with the operator's settings, for all that a session needs, and changes nothing there. Never rejects.
   */
  readonly check: () => Promise<readonly CheckedPoint[]>;
  /**
   * A callback as the vendor signs it, of a live chat that does not exist: a bridge that believes it answers 404. Absent where the bridge
   * cannot sign as the vendor does.
   */
  readonly signedProbe?: () => SignedProbe;
}

/** A request without its address. */
export interface SignedProbe {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One thing that was asked of a vendor before any customer is there. */
export interface CheckedPoint {
  /** As an operator calls it, such as `the inbox exists`. */
  readonly tried: string;
  /** `unknown` where the vendor's answer decides nothing. */
  readonly result: 'fine' | 'wrong' | 'unknown';
  /** What the vendor answered, without secrets and without people's words. */
  readonly came: string;
  /** What to do, for all but `fine`. */
  readonly advice?: string;
}

/** The vendor that an operator has chosen, with its settings. */
export interface ConfiguredLiveChat {
  readonly kind: string;
  readonly settings: object;
  readonly callbackPath?: string;
  /** Opens no connection yet. */
  open(platform: LiveChatPlatform): OpenedLiveChat;
}

/** What a vendor can do beside what its capabilities promise the core. The tables of live chats are generated from it. */
export interface VendorProfile {
  /** As its maker writes it. */
  readonly title: string;
  /** Where its callbacks come to, such as `/api/livechat/acme`; absent when it never calls back. */
  readonly callbackPath?: string;
  /** What it tells of agents and of the queue. */
  readonly tells: readonly AgentStatus['type'][];
  /** Why its ends came, as far as it says. */
  readonly endCauses: readonly EndCause[];
  /** What ends for the agent when the customer leaves, in a few words, such as `closed` or `the agent is told`. */
  readonly endByCustomer: string;
  /** What a start can be refused with, since the vendor says so or can be asked. */
  readonly refusals: readonly Unavailability[];
  /** What that we did not write proves it offline. */
  readonly judges: readonly string[];
  /** What could not be verified without the vendor's product, each in a sentence. */
  readonly unverified: readonly string[];
}

/** Everything that the bridge has to know of a vendor: its folder's face. */
export interface LiveChatVendor {
  /** As `LIVECHAT_KIND` names it. */
  readonly kind: string;
  readonly capabilities: LiveChatCapabilities;
  readonly profile: VendorProfile;
  /** The vendor's own settings by their names in the environment, which begin with `LIVECHAT_`. */
  readonly settings: z.ZodType<ConfiguredLiveChat, Readonly<Record<string, unknown>>>;
}

interface Definition<Settings extends object>
  extends Pick<LiveChatVendor, 'kind' | 'capabilities' | 'profile'> {
  readonly settings: z.ZodType<Settings, Readonly<Record<string, unknown>>>;
  readonly open: (settings: Settings, platform: LiveChatPlatform) => OpenedLiveChat;
}

/** The face of a vendor whose settings only its own folder understands. */
export const liveChatVendor = <Settings extends object>(
  definition: Definition<Settings>,
): LiveChatVendor => ({
  kind: definition.kind,
  capabilities: definition.capabilities,
  profile: definition.profile,
  settings: definition.settings.transform((settings) => new Configured(definition, settings)),
});

class Configured<Settings extends object> implements ConfiguredLiveChat {
  readonly kind: string;
  readonly settings: Settings;
  readonly callbackPath?: string;
  readonly #open: Definition<Settings>['open'];

  constructor({ kind, profile, open }: Definition<Settings>, settings: Settings) {
    this.kind = kind;
    this.settings = settings;
    if (profile.callbackPath !== undefined) this.callbackPath = profile.callbackPath;
    this.#open = open;
  }

  open(platform: LiveChatPlatform): OpenedLiveChat {
    const opened = this.#open(this.settings, platform);
    if (!opened.pace) return opened;
    return { ...opened, liveChat: pacedLiveChat(opened.liveChat, opened.pace, platform.clock) };
  }
}
