import type { z } from 'zod';
import type { RecordAgentStatus, RelayAgentMessage } from '../../application/ports/inbound.ts';
import type { LiveChat, LiveChatCapabilities } from '../../application/ports/live-chat.ts';
import type { LiveChatFeed } from '../../application/ports/live-chat-feed.ts';
import type { Log } from '../../application/ports/log.ts';
import type { Throttles } from '../http/limits/throttles.ts';
import type { ApiDocument } from '../http/server/api-routes.ts';
import type { Routes } from '../http/server/routes.ts';

/** What the bridge has for a vendor's adapter. */
export interface LiveChatPlatform {
  /** Where the bridge is reached, without a trailing slash. */
  readonly publicUrl: string;
  /** A token of the LiveChat connection for a scope; with `refused`, another one than that if there is one. */
  readonly getToken: (scope: string, refused?: string) => string | Promise<string>;
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
  /** Where the vendor calls back; absent when it never does. */
  readonly routes?: (handlers: CallbackHandlers) => Routes;
  /** How its events are heard that it does not call back with; absent when it calls back with all of them. */
  readonly feed?: LiveChatFeed;
  /** What the bridge wants such a live chat to serve, where that is for its maker to choose. */
  readonly contract?: () => ApiDocument;
}

/** The vendor that an operator has chosen, with its settings. */
export interface ConfiguredLiveChat {
  readonly kind: string;
  readonly settings: object;
  /** Opens no connection yet. */
  open(platform: LiveChatPlatform): OpenedLiveChat;
}

/** Everything that the bridge has to know of a vendor: its folder's face. */
export interface LiveChatVendor {
  /** As `LIVECHAT_KIND` names it. */
  readonly kind: string;
  readonly capabilities: LiveChatCapabilities;
  /** The vendor's own settings by their names in the environment, which begin with `LIVECHAT_`. */
  readonly settings: z.ZodType<ConfiguredLiveChat, Readonly<Record<string, unknown>>>;
}

interface Definition<Settings extends object> {
  readonly kind: string;
  readonly capabilities: LiveChatCapabilities;
  readonly settings: z.ZodType<Settings, Readonly<Record<string, unknown>>>;
  readonly open: (settings: Settings, platform: LiveChatPlatform) => OpenedLiveChat;
}

/** The face of a vendor whose settings only its own folder understands. */
export const liveChatVendor = <Settings extends object>(
  definition: Definition<Settings>,
): LiveChatVendor => ({
  kind: definition.kind,
  capabilities: definition.capabilities,
  settings: definition.settings.transform((settings) => new Configured(definition, settings)),
});

class Configured<Settings extends object> implements ConfiguredLiveChat {
  readonly kind: string;
  readonly settings: Settings;
  readonly #open: Definition<Settings>['open'];

  constructor({ kind, open }: Definition<Settings>, settings: Settings) {
    this.kind = kind;
    this.settings = settings;
    this.#open = open;
  }

  open(platform: LiveChatPlatform): OpenedLiveChat {
    return this.#open(this.settings, platform);
  }
}
