import type { Metrics } from '../../adapters/admin/metrics/metrics.ts';
import type { CallbackSeal } from '../../adapters/bot-framework/callback/callback-seal.ts';
import type { PostCallback } from '../../adapters/bot-framework/callback/post-callback.ts';
import type { Authenticate } from '../../adapters/bot-framework/identity/authentication.ts';
import type { AppTokensOptions, GetToken } from '../../adapters/bot-framework/identity/tokens/tokens.ts';
import type { AllowsServiceUrl } from '../../adapters/bot-framework/service-hosts.ts';
import type { CallerProtocol } from '../../adapters/callers/caller.ts';
import type { Channel } from '../../adapters/channels/channel.ts';
import type { Breakers } from '../../adapters/circuit-breakers/breakers.ts';
import type { Refusals } from '../../adapters/http/limits/refusals.ts';
import type { Throttles } from '../../adapters/http/limits/throttles.ts';
import type { Listener } from '../../adapters/http/server/http-server.ts';
import type { Routes } from '../../adapters/http/server/routes.ts';
import type { OpenedLiveChat } from '../../adapters/live-chat/vendor.ts';
import type { Tracing } from '../../adapters/tracing/tracing.ts';
import type { Sweeping } from '../../application/sweeps/sweep-regularly.ts';
import type { Config } from '../../config/config.ts';
import type { DrivenParts, UseCases } from './core-parts.ts';

type Served = Pick<Routes, 'fetch'>;

/** Every part of the running service, by the name under which factories ask for it. */
export interface Parts extends DrivenParts, UseCases, Lists {
  readonly config: Config;
  /** The same with the secrets that count now: they may be replaced while the process runs. */
  readonly latest: () => Config;
  readonly metrics: Metrics;
  readonly breakers: Breakers;
  readonly allowsServiceUrl: AllowsServiceUrl;
  readonly allowsCallback: AllowsServiceUrl;
  readonly callbackSeal: CallbackSeal;
  readonly postCallback: PostCallback;
  readonly tokenWarnings: AppTokensOptions;
  /** Of the skill's own app. */
  readonly skillTokens: GetToken;
  readonly authenticate: Authenticate;
  readonly openChannels: readonly Channel[];
  readonly openCallers: readonly CallerProtocol[];
  readonly throttles: Throttles;
  readonly refusals: Refusals;
  readonly openedLiveChat: OpenedLiveChat;
  readonly app: Routes;
  /** What answers on the socket: the app, and what watches it. */
  readonly served: Served;
  /** Present when something is traced. */
  readonly tracing: Tracing;
  readonly server: Listener;
  readonly sweeping: Sweeping;
}

/** What the items are of parts that are lists, to which any module may contribute. */
export interface Contributions {
  /** The use cases of callers, live chats and operators. */
  readonly routes: Routes;
}

type Lists = { readonly [Name in keyof Contributions]: readonly Contributions[Name][] };
