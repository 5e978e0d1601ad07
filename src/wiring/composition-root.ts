import 'reflect-metadata';
import { Container, type ServiceIdentifier } from 'inversify';
import { countingStore } from '../adapters/admin/metrics/counting-store.ts';
import { type Metrics, newMetrics } from '../adapters/admin/metrics/metrics.ts';
import { adminRoutes } from '../adapters/admin/routes.ts';
import { type Authenticate, authentication } from '../adapters/bot-framework/identity/authentication.ts';
import {
  type AppTokensOptions,
  appTokens,
  type GetToken,
} from '../adapters/bot-framework/identity/tokens.ts';
import { trustedIssuers } from '../adapters/bot-framework/identity/trusted-issuers.ts';
import { postActivity } from '../adapters/bot-framework/post-activity.ts';
import { type AllowsServiceUrl, serviceHosts } from '../adapters/bot-framework/service-hosts.ts';
import type { CallerProtocol, TurnUseCases } from '../adapters/callers/caller.ts';
import { openCallers } from '../adapters/callers/callers.ts';
import type { Channel } from '../adapters/channels/channel.ts';
import { openChannels } from '../adapters/channels/channels.ts';
import { type Breakers, circuitBreakers } from '../adapters/circuit-breakers/breakers.ts';
import { guardedCaller } from '../adapters/circuit-breakers/guarded-caller.ts';
import { guardedChannel } from '../adapters/circuit-breakers/guarded-channel.ts';
import { guardedLiveChat } from '../adapters/circuit-breakers/guarded-live-chat.ts';
import { peerRefusals } from '../adapters/http/client/peer-refusals.ts';
import { type Refusals, refusalsIn } from '../adapters/http/limits/refusals.ts';
import { throttledWarning } from '../adapters/http/limits/throttled-warning.ts';
import { type Throttles, throttles as throttlesOf } from '../adapters/http/limits/throttles.ts';
import { bridgeApp } from '../adapters/http/server/bridge-app.ts';
import type { Routes } from '../adapters/http/server/routes.ts';
import { contosoSampleLiveChat } from '../adapters/live-chat/contoso-sample/client.ts';
import { sampleTrust } from '../adapters/live-chat/contoso-sample/signature.ts';
import { contosoSampleWebhook } from '../adapters/live-chat/contoso-sample/webhook.ts';
import { referenceLiveChat } from '../adapters/live-chat/reference/client.ts';
import { liveChatContract } from '../adapters/live-chat/reference/contract.ts';
import { type IsSigned, standardWebhookSignature } from '../adapters/live-chat/reference/signature.ts';
import { referenceWebhook } from '../adapters/live-chat/reference/webhook.ts';
import { applyRetention } from '../application/apply-retention.ts';
import { byId } from '../application/by-id.ts';
import { type ChangeSession, changeSession } from '../application/change-session.ts';
import { deadLetters } from '../application/dead-letters.ts';
import { type CommitNotifier, commitNotifier } from '../application/delivery/commit-notifier.ts';
import { type OutboxDispatcher, outboxDispatcher } from '../application/delivery/outbox-dispatcher.ts';
import { endHandoff } from '../application/end-handoff.ts';
import { eraseCustomer } from '../application/erase-customer.ts';
import { expireSessions } from '../application/expire-sessions.ts';
import { type FindLiveChat, findLiveChat } from '../application/find-live-chat.ts';
import type { Callers } from '../application/ports/caller.ts';
import type { Clock } from '../application/ports/clock.ts';
import type { CustomerChannels } from '../application/ports/customer-channel.ts';
import type { Ids } from '../application/ports/ids.ts';
import type {
  ApplyRetention,
  DeadLetters,
  EndHandoff,
  EraseCustomer,
  ExpireSessions,
  RecordAgentStatus,
  RelayAgentMessage,
  RelayCustomerMessage,
  RelayCustomerTyping,
  RequestHandoff,
} from '../application/ports/inbound.ts';
import type { LaneNotifications } from '../application/ports/lane-notifications.ts';
import type { LiveChat } from '../application/ports/live-chat.ts';
import type { Log } from '../application/ports/log.ts';
import type { Outbox } from '../application/ports/outbox.ts';
import type { Retention } from '../application/ports/retention.ts';
import type { SessionStore } from '../application/ports/session-store.ts';
import type { StoreHealth } from '../application/ports/store-health.ts';
import { recordAgentStatus } from '../application/record-agent-status.ts';
import { relayAgentMessage } from '../application/relay-agent-message.ts';
import { relayCustomerMessage, relayCustomerTyping } from '../application/relay-customer-message.ts';
import { requestHandoff } from '../application/request-handoff.ts';
import type { Settings } from '../application/settings.ts';
import type { Config } from '../config/config.ts';

/** What the running service consists of. */
export interface Composition {
  readonly app: Routes;
  readonly deliveries: OutboxDispatcher;
  readonly expireSessions: ExpireSessions;
  readonly applyRetention: ApplyRetention;
}

/** What differs between production and tests. */
export interface Platform {
  readonly store: SessionStore & Outbox & Retention & StoreHealth & Partial<LaneNotifications>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

const token = <Part>(name: string): ServiceIdentifier<Part> => Symbol(name);

/** A typed name for each part: binding a factory to the wrong ones does not compile. */
const tokens = {
  config: token<Config>('config'),
  settings: token<Settings>('settings'),
  store: token<SessionStore>('store'),
  outbox: token<Outbox>('outbox'),
  retention: token<Retention>('retention'),
  health: token<StoreHealth>('condition'),
  metrics: token<Metrics>('metrics'),
  breakers: token<Breakers>('breakers'),
  clock: token<Clock>('clock'),
  ids: token<Ids>('ids'),
  log: token<Log>('log'),
  notifier: token<CommitNotifier>('signals'),
  allowsServiceUrl: token<AllowsServiceUrl>('allowsServiceUrl'),
  tokenWarnings: token<AppTokensOptions>('tokenWarnings'),
  skillTokens: token<GetToken>('skillTokens'),
  authenticate: token<Authenticate>('authenticate'),
  openChannels: token<readonly Channel[]>('openChannels'),
  openCallers: token<readonly CallerProtocol[]>('openCallers'),
  channels: token<CustomerChannels>('channels'),
  callers: token<Callers>('callers'),
  liveChat: token<LiveChat>('liveChat'),
  isSigned: token<IsSigned>('isSigned'),
  change: token<ChangeSession>('change'),
  findLiveChat: token<FindLiveChat>('findLiveChat'),
  requestHandoff: token<RequestHandoff>('requestHandoff'),
  relayCustomerMessage: token<RelayCustomerMessage>('relayCustomerMessage'),
  relayCustomerTyping: token<RelayCustomerTyping>('relayCustomerTyping'),
  relayAgentMessage: token<RelayAgentMessage>('relayAgentMessage'),
  recordAgentStatus: token<RecordAgentStatus>('recordAgentStatus'),
  endHandoff: token<EndHandoff>('endHandoff'),
  expireSessions: token<ExpireSessions>('expireSessions'),
  deliveries: token<OutboxDispatcher>('deliveries'),
  deadLetters: token<DeadLetters>('deadLetters'),
  eraseCustomer: token<EraseCustomer>('eraseCustomer'),
  applyRetention: token<ApplyRetention>('keepNoLonger'),
  turnUseCases: token<TurnUseCases>('turnUseCases'),
  throttles: token<Throttles>('throttles'),
  refusals: token<Refusals>('refusals'),
  operators: token<Routes>('operators'),
  app: token<Routes>('app'),
};

/** Wires everything; nothing runs yet. */
export function compose(config: Config, platform: Platform): Composition {
  const container = new Container({ defaultScope: 'Singleton' });
  bindPlatform(container, config, platform);
  bindPeers(container);
  bindUseCases(container);
  bindOperators(container);
  bindCallers(container);
  bindRoutes(container);
  return {
    app: container.get(tokens.app),
    deliveries: container.get(tokens.deliveries),
    expireSessions: container.get(tokens.expireSessions),
    applyRetention: container.get(tokens.applyRetention),
  };
}

function bindPlatform(
  container: Container,
  config: Config,
  { store: given, clock, ids, log }: Platform,
): void {
  const metrics = newMetrics();
  const store = countingStore(given, metrics, clock);
  container.bind(tokens.metrics).toConstantValue(metrics);
  container.bind(tokens.health).toConstantValue(store);
  container.bind(tokens.config).toConstantValue(config);
  container.bind(tokens.settings).toConstantValue(config.settings);
  container.bind(tokens.store).toConstantValue(store);
  container.bind(tokens.outbox).toConstantValue(store);
  container.bind(tokens.retention).toConstantValue(store);
  container.bind(tokens.clock).toConstantValue(clock);
  container.bind(tokens.ids).toConstantValue(ids);
  container.bind(tokens.log).toConstantValue(log);
  const notifier = commitNotifier(clock);
  store.onLaneFilled?.(notifier.notifyFilled);
  container.bind(tokens.notifier).toConstantValue(notifier);
  container.bind(tokens.breakers).toConstantValue(circuitBreakers({ clock, ids, log }));
}

function bindPeers(container: Container): void {
  const { config, allowsServiceUrl, skillTokens, breakers } = tokens;
  container
    .bind(tokens.allowsServiceUrl)
    .toResolvedValue(({ allowedServiceHosts }) => serviceHosts(allowedServiceHosts), [config]);
  container.bind(tokens.tokenWarnings).toResolvedValue(tokenWarnings, [tokens.log]);
  container
    .bind(tokens.skillTokens)
    .toResolvedValue(
      ({ skillApp }, warnings) => appTokens(skillApp, warnings),
      [config, tokens.tokenWarnings],
    );
  container.bind(tokens.authenticate).toResolvedValue(
    (config) =>
      authentication({
        audience: config.skillApp.clientId,
        issuers: trustedIssuers(config.skillApp, config),
        allowedCallers: config.allowedCallers,
      }),
    [config],
  );
  container.bind(tokens.openChannels).toResolvedValue(
    (config, allowsServiceUrl, breakers, clock, warnings) =>
      openChannels(
        {
          teams: {
            post: postActivity(appTokens(config.copilotApp, warnings), allowsServiceUrl),
            channelScope: config.botFrameworkScope,
            messageLimit: utf16Units(config.teamsMaxKb),
            pace: config.teamsPace,
            cloud: config.cloud,
            allowsServiceUrl,
            ...(config.teamsServiceUrl !== undefined && { teamsServiceUrl: config.teamsServiceUrl }),
          },
        },
        { clock, guard: (channel) => guardedChannel(channel, breakers.teams) },
      ),
    [config, allowsServiceUrl, breakers, tokens.clock, tokens.tokenWarnings],
  );
  container.bind(tokens.channels).toResolvedValue((open) => byId(open), [tokens.openChannels]);
  container.bind(tokens.callers).toResolvedValue((open) => byId(open), [tokens.openCallers]);
  container
    .bind(tokens.liveChat)
    .toResolvedValue(
      (config, tokens, breakers, log) =>
        guardedLiveChat(liveChatOf(config, tokens, log), breakers['live-chat']),
      [config, skillTokens, breakers, tokens.log],
    );
  container
    .bind(tokens.isSigned)
    .toResolvedValue(({ liveChat }) => standardWebhookSignature(liveChat.webhookSecrets), [config]);
}

function bindUseCases(container: Container): void {
  const { store, outbox, clock, ids, log, notifier, settings, liveChat, channels, change } = tokens;
  container
    .bind(tokens.change)
    .toResolvedValue(
      (store, clock, liveChat, channels, notifier, settings, log) =>
        changeSession({ store, clock, liveChat, channels, notifier, settings, log }),
      [store, clock, liveChat, channels, notifier, settings, log],
    );
  container
    .bind(tokens.findLiveChat)
    .toResolvedValue((store, clock) => findLiveChat({ store, clock }), [store, clock]);
  container
    .bind(tokens.requestHandoff)
    .toResolvedValue(
      (change, store, outbox, clock, ids, notifier, settings) =>
        requestHandoff({ change, store, outbox, clock, ids, notifier, settings }),
      [change, store, outbox, clock, ids, notifier, settings],
    );
  container
    .bind(tokens.relayCustomerMessage)
    .toResolvedValue((change, store) => relayCustomerMessage({ change, store }), [change, store]);
  container.bind(tokens.relayCustomerTyping).toResolvedValue(relayCustomerTyping, [store, liveChat]);
  container
    .bind(tokens.relayAgentMessage)
    .toResolvedValue((change, find) => relayAgentMessage({ change, find }), [change, tokens.findLiveChat]);
  container
    .bind(tokens.recordAgentStatus)
    .toResolvedValue(
      (change, find, channels, clock, notifier) =>
        recordAgentStatus({ change, find, channels, clock, notifier }),
      [change, tokens.findLiveChat, channels, clock, notifier],
    );
  container
    .bind(tokens.endHandoff)
    .toResolvedValue(
      (change, store, outbox, clock) => endHandoff({ change, store, outbox, clock }),
      [change, store, outbox, clock],
    );
  container
    .bind(tokens.expireSessions)
    .toResolvedValue(
      (change, store, clock, settings) => expireSessions({ change, store, clock, settings }),
      [change, store, clock, settings],
    );
  container.bind(tokens.deliveries).toResolvedValue(
    (change, store, outbox, clock, ids, settings, liveChat, callers, channels, log, notifier, reachability) =>
      outboxDispatcher({
        reachability,
        change,
        store,
        outbox,
        clock,
        ids,
        settings,
        liveChat,
        callers,
        channels,
        log,
        notifier,
      }),
    [
      change,
      store,
      outbox,
      clock,
      ids,
      settings,
      liveChat,
      tokens.callers,
      channels,
      log,
      notifier,
      tokens.breakers,
    ],
  );
}

function bindOperators(container: Container): void {
  const { config, change, store, outbox, retention, clock, notifier, log } = tokens;
  container.bind(tokens.throttles).toResolvedValue(({ rates }) => throttlesOf(rates), [config]);
  container.bind(tokens.refusals).toResolvedValue((log) => refusalsIn(log), [log]);
  container
    .bind(tokens.applyRetention)
    .toResolvedValue(
      (retention, clock, config) => applyRetention({ retention, clock, times: config.retention }),
      [retention, clock, config],
    );
  container
    .bind(tokens.eraseCustomer)
    .toResolvedValue(
      (change, store, retention, outbox, clock, log) =>
        eraseCustomer({ change, store, retention, outbox, clock, log }),
      [change, store, retention, outbox, clock, log],
    );
  container
    .bind(tokens.deadLetters)
    .toResolvedValue(
      (outbox, notifier, log) => deadLetters({ outbox, notifier, log }),
      [outbox, notifier, log],
    );
  container.bind(tokens.operators).toResolvedValue(
    ({ adminToken }, deadLetters, eraseCustomer, health, metrics, reachability, throttles, refusals) =>
      adminRoutes({
        deadLetters,
        eraseCustomer,
        health,
        metrics,
        reachability,
        throttles,
        refusals,
        ...(adminToken !== undefined && { token: adminToken }),
      }),
    [
      config,
      tokens.deadLetters,
      tokens.eraseCustomer,
      tokens.health,
      tokens.metrics,
      tokens.breakers,
      tokens.throttles,
      tokens.refusals,
    ],
  );
}

function bindCallers(container: Container): void {
  const { config, authenticate, allowsServiceUrl, skillTokens, breakers, throttles, log } = tokens;
  container.bind(tokens.turnUseCases).toResolvedValue(
    (requestHandoff, relayCustomerMessage, relayCustomerTyping, endHandoff) => ({
      requestHandoff,
      relayCustomerMessage,
      relayCustomerTyping,
      endHandoff,
    }),
    [tokens.requestHandoff, tokens.relayCustomerMessage, tokens.relayCustomerTyping, tokens.endHandoff],
  );
  container.bind(tokens.openCallers).toResolvedValue(
    (config, useCases, authenticate, allowsServiceUrl, tokens, channels, breakers, throttles, log) => {
      const { skillApp, publicUrl, dialect, endCommand, settings } = config;
      const skill = {
        ...useCases,
        app: skillApp,
        post: postActivity(tokens, allowsServiceUrl),
        manifest: { publicUrl, appId: skillApp.clientId },
        sentences: settings.sentences,
        dialect: { dialect, endCommand },
        tenantId: skillApp.tenantId,
        authenticate,
        allowsServiceUrl,
        channels,
        throttles,
        log,
      };
      return openCallers({ skill }, (caller) => guardedCaller(caller, breakers.copilot));
    },
    [
      config,
      tokens.turnUseCases,
      authenticate,
      allowsServiceUrl,
      skillTokens,
      tokens.openChannels,
      breakers,
      throttles,
      log,
    ],
  );
}

function bindRoutes(container: Container): void {
  const { config, isSigned, operators, throttles, refusals, log } = tokens;
  container.bind(tokens.app).toResolvedValue(
    (
      config,
      callers,
      relayAgentMessage,
      recordAgentStatus,
      isSigned,
      operators,
      throttles,
      refusals,
      log,
    ) => {
      const allowUnsigned = config.liveChat.allowUnsignedCallbacks;
      const parties = [
        ...callers.map(({ routes }) => routes),
        referenceWebhook({ relayAgentMessage, recordAgentStatus, isSigned, throttles }),
        contosoSampleWebhook({
          relayAgentMessage,
          trustOf: sampleTrust({ allowUnsigned, isSigned }),
          throttles,
        }),
        operators,
      ];
      return bridgeApp({ log, refusals }, parties, liveChatContract);
    },
    [
      config,
      tokens.openCallers,
      tokens.relayAgentMessage,
      tokens.recordAgentStatus,
      isSigned,
      operators,
      throttles,
      refusals,
      log,
    ],
  );
}

function liveChatOf({ liveChat, publicUrl }: Config, skillTokens: GetToken, log: Log): LiveChat {
  const { kind, baseUrl, access } = liveChat;
  const noteRefusal = peerRefusals(log, 'refused-by-live-chat');
  if (kind === 'contoso-sample') return contosoSampleLiveChat({ baseUrl, noteRefusal });
  const common = { baseUrl, callbackUrl: `${publicUrl}/api/messages/proactive`, noteRefusal };
  switch (access.kind) {
    case 'none':
      return referenceLiveChat(common);
    case 'api-key':
      return referenceLiveChat({ ...common, getBearer: () => access.key });
    case 'oauth':
      return referenceLiveChat({ ...common, getBearer: (refused) => skillTokens(access.scope, refused) });
  }
}

/** One line tells operators why; the messages that wait for the token say `no-token` or `401` alone. */
function tokenWarnings(log: Log): AppTokensOptions {
  const warn = throttledWarning(log, 'no-token');
  return {
    onNoToken: ({ appId, scope, reason }) =>
      warn(`${appId} ${scope} ${reason}`, { app: appId, scope, reason }),
    onRefused: ({ appId, scope }) => log.warn({ app: appId, scope }, 'token-refused'),
  };
}

/** Teams counts in UTF-16 and everything that an activity carries; a kilobyte is left for the rest of it. */
const utf16Units = (kilobytes: number): number => ((kilobytes - 1) * 1024) / 2;
