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
import { keepNoLonger } from '../application/apply-retention.ts';
import { type ChangeSession, changeSession } from '../application/change-session.ts';
import { deadLetters } from '../application/dead-letters.ts';
import { createSignals, type Signals } from '../application/delivery/commit-notifier.ts';
import { type Deliveries, deliverOutgoing } from '../application/delivery/outbox-dispatcher.ts';
import { endHandoff } from '../application/end-handoff.ts';
import { eraseCustomer } from '../application/erase-customer.ts';
import { expireSessions } from '../application/expire-sessions.ts';
import { type FindLiveChat, findLiveChat } from '../application/find-live-chat.ts';
import type { Caller } from '../application/ports/caller.ts';
import type { Clock } from '../application/ports/clock.ts';
import type { CustomerChannel } from '../application/ports/customer-channel.ts';
import type { Ids } from '../application/ports/ids.ts';
import type {
  DeadLetters,
  EndHandoff,
  EraseCustomer,
  ExpireSessions,
  KeepNoLonger,
  RecordAgentStatus,
  RelayAgentMessage,
  RelayCustomerMessage,
  RelayCustomerTyping,
  RequestHandoff,
} from '../application/ports/inbound.ts';
import type { Wakes } from '../application/ports/lane-notifications.ts';
import type { LiveChat } from '../application/ports/live-chat.ts';
import type { Log } from '../application/ports/log.ts';
import type { Outbox } from '../application/ports/outbox.ts';
import type { Retention } from '../application/ports/retention.ts';
import type { SessionStore } from '../application/ports/session-store.ts';
import type { StoreCondition } from '../application/ports/store-health.ts';
import { recordAgentStatus } from '../application/record-agent-status.ts';
import { relayAgentMessage } from '../application/relay-agent-message.ts';
import { relayCustomerMessage, relayCustomerTyping } from '../application/relay-customer-message.ts';
import { requestHandoff } from '../application/request-handoff.ts';
import type { Settings } from '../application/settings.ts';
import type { Config } from '../config/config.ts';

/** What the running service consists of. */
export interface Composition {
  readonly app: Routes;
  readonly deliveries: Deliveries;
  readonly expireSessions: ExpireSessions;
  readonly keepNoLonger: KeepNoLonger;
}

/** What differs between production and tests. */
export interface Surroundings {
  readonly store: SessionStore & Outbox & Retention & StoreCondition & Partial<Wakes>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

const named = <Part>(name: string): ServiceIdentifier<Part> => Symbol(name);

/** A typed name for each part: binding a factory to the wrong ones does not compile. */
const parts = {
  config: named<Config>('config'),
  settings: named<Settings>('settings'),
  store: named<SessionStore>('store'),
  outbox: named<Outbox>('outbox'),
  retention: named<Retention>('retention'),
  condition: named<StoreCondition>('condition'),
  metrics: named<Metrics>('metrics'),
  breakers: named<Breakers>('breakers'),
  clock: named<Clock>('clock'),
  ids: named<Ids>('ids'),
  log: named<Log>('log'),
  signals: named<Signals>('signals'),
  allowsServiceUrl: named<AllowsServiceUrl>('allowsServiceUrl'),
  tokenWarnings: named<AppTokensOptions>('tokenWarnings'),
  skillTokens: named<GetToken>('skillTokens'),
  authenticate: named<Authenticate>('authenticate'),
  channels: named<readonly [Channel, ...Channel[]]>('channels'),
  callers: named<readonly [CallerProtocol, ...CallerProtocol[]]>('callers'),
  caller: named<Caller>('caller'),
  customerChannel: named<CustomerChannel>('customerChannel'),
  liveChat: named<LiveChat>('liveChat'),
  isSigned: named<IsSigned>('isSigned'),
  change: named<ChangeSession>('change'),
  findLiveChat: named<FindLiveChat>('findLiveChat'),
  requestHandoff: named<RequestHandoff>('requestHandoff'),
  relayCustomerMessage: named<RelayCustomerMessage>('relayCustomerMessage'),
  relayCustomerTyping: named<RelayCustomerTyping>('relayCustomerTyping'),
  relayAgentMessage: named<RelayAgentMessage>('relayAgentMessage'),
  recordAgentStatus: named<RecordAgentStatus>('recordAgentStatus'),
  endHandoff: named<EndHandoff>('endHandoff'),
  expireSessions: named<ExpireSessions>('expireSessions'),
  deliveries: named<Deliveries>('deliveries'),
  deadLetters: named<DeadLetters>('deadLetters'),
  eraseCustomer: named<EraseCustomer>('eraseCustomer'),
  keepNoLonger: named<KeepNoLonger>('keepNoLonger'),
  turnUseCases: named<TurnUseCases>('turnUseCases'),
  throttles: named<Throttles>('throttles'),
  refusals: named<Refusals>('refusals'),
  operators: named<Routes>('operators'),
  app: named<Routes>('app'),
};

/** Wires everything; nothing runs yet. */
export function compose(config: Config, surroundings: Surroundings): Composition {
  const container = new Container({ defaultScope: 'Singleton' });
  bindSurroundings(container, config, surroundings);
  bindParties(container);
  bindUseCases(container);
  bindOperators(container);
  bindCallers(container);
  bindRoutes(container);
  return {
    app: container.get(parts.app),
    deliveries: container.get(parts.deliveries),
    expireSessions: container.get(parts.expireSessions),
    keepNoLonger: container.get(parts.keepNoLonger),
  };
}

function bindSurroundings(
  container: Container,
  config: Config,
  { store: given, clock, ids, log }: Surroundings,
): void {
  const metrics = newMetrics();
  const store = countingStore(given, metrics, clock);
  container.bind(parts.metrics).toConstantValue(metrics);
  container.bind(parts.condition).toConstantValue(store);
  container.bind(parts.config).toConstantValue(config);
  container.bind(parts.settings).toConstantValue(config.settings);
  container.bind(parts.store).toConstantValue(store);
  container.bind(parts.outbox).toConstantValue(store);
  container.bind(parts.retention).toConstantValue(store);
  container.bind(parts.clock).toConstantValue(clock);
  container.bind(parts.ids).toConstantValue(ids);
  container.bind(parts.log).toConstantValue(log);
  const signals = createSignals(clock);
  store.onWake?.((lane) => signals.committed(lane.sessionId, [lane]));
  container.bind(parts.signals).toConstantValue(signals);
  container.bind(parts.breakers).toConstantValue(circuitBreakers({ clock, ids, log }));
}

function bindParties(container: Container): void {
  const { config, allowsServiceUrl, skillTokens, breakers } = parts;
  container
    .bind(parts.allowsServiceUrl)
    .toResolvedValue(({ allowedServiceHosts }) => serviceHosts(allowedServiceHosts), [config]);
  container.bind(parts.tokenWarnings).toResolvedValue(tokenWarnings, [parts.log]);
  container
    .bind(parts.skillTokens)
    .toResolvedValue(
      ({ skillApp }, warnings) => appTokens(skillApp, warnings),
      [config, parts.tokenWarnings],
    );
  container.bind(parts.authenticate).toResolvedValue(
    (config) =>
      authentication({
        audience: config.skillApp.clientId,
        issuers: trustedIssuers(config.skillApp, config),
        allowedCallers: config.allowedCallers,
      }),
    [config],
  );
  container.bind(parts.channels).toResolvedValue(
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
    [config, allowsServiceUrl, breakers, parts.clock, parts.tokenWarnings],
  );
  container.bind(parts.customerChannel).toResolvedValue(([channel]) => channel, [parts.channels]);
  container.bind(parts.caller).toResolvedValue(([caller]) => caller, [parts.callers]);
  container
    .bind(parts.liveChat)
    .toResolvedValue(
      (config, tokens, breakers, log) =>
        guardedLiveChat(liveChatOf(config, tokens, log), breakers['live-chat']),
      [config, skillTokens, breakers, parts.log],
    );
  container
    .bind(parts.isSigned)
    .toResolvedValue(({ liveChat }) => standardWebhookSignature(liveChat.webhookSecrets), [config]);
}

function bindUseCases(container: Container): void {
  const { store, outbox, clock, ids, log, signals, settings, liveChat, customerChannel, change } = parts;
  container
    .bind(parts.change)
    .toResolvedValue(
      (store, clock, liveChat, customerChannel, signals, settings, log) =>
        changeSession({ store, clock, liveChat, customerChannel, signals, settings, log }),
      [store, clock, liveChat, customerChannel, signals, settings, log],
    );
  container
    .bind(parts.findLiveChat)
    .toResolvedValue((store, clock) => findLiveChat({ store, clock }), [store, clock]);
  container
    .bind(parts.requestHandoff)
    .toResolvedValue(
      (change, store, outbox, clock, ids, signals, settings) =>
        requestHandoff({ change, store, outbox, clock, ids, signals, settings }),
      [change, store, outbox, clock, ids, signals, settings],
    );
  container
    .bind(parts.relayCustomerMessage)
    .toResolvedValue((change, store) => relayCustomerMessage({ change, store }), [change, store]);
  container.bind(parts.relayCustomerTyping).toResolvedValue(relayCustomerTyping, [store, liveChat]);
  container
    .bind(parts.relayAgentMessage)
    .toResolvedValue((change, find) => relayAgentMessage({ change, find }), [change, parts.findLiveChat]);
  container
    .bind(parts.recordAgentStatus)
    .toResolvedValue(
      (change, find, customerChannel, clock, signals) =>
        recordAgentStatus({ change, find, customerChannel, clock, signals }),
      [change, parts.findLiveChat, customerChannel, clock, signals],
    );
  container
    .bind(parts.endHandoff)
    .toResolvedValue(
      (change, store, outbox, clock) => endHandoff({ change, store, outbox, clock }),
      [change, store, outbox, clock],
    );
  container
    .bind(parts.expireSessions)
    .toResolvedValue(
      (change, store, clock, settings) => expireSessions({ change, store, clock, settings }),
      [change, store, clock, settings],
    );
  container.bind(parts.deliveries).toResolvedValue(
    (
      change,
      store,
      outbox,
      clock,
      ids,
      settings,
      liveChat,
      caller,
      customerChannel,
      log,
      signals,
      reachability,
    ) =>
      deliverOutgoing({
        reachability,
        change,
        store,
        outbox,
        clock,
        ids,
        settings,
        liveChat,
        caller,
        customerChannel,
        log,
        signals,
      }),
    [
      change,
      store,
      outbox,
      clock,
      ids,
      settings,
      liveChat,
      parts.caller,
      customerChannel,
      log,
      signals,
      parts.breakers,
    ],
  );
}

function bindOperators(container: Container): void {
  const { config, change, store, outbox, retention, clock, signals, log } = parts;
  container.bind(parts.throttles).toResolvedValue(({ rates }) => throttlesOf(rates), [config]);
  container.bind(parts.refusals).toResolvedValue((log) => refusalsIn(log), [log]);
  container
    .bind(parts.keepNoLonger)
    .toResolvedValue(
      (retention, clock, config) => keepNoLonger({ retention, clock, times: config.retention }),
      [retention, clock, config],
    );
  container
    .bind(parts.eraseCustomer)
    .toResolvedValue(
      (change, store, retention, outbox, clock, log) =>
        eraseCustomer({ change, store, retention, outbox, clock, log }),
      [change, store, retention, outbox, clock, log],
    );
  container
    .bind(parts.deadLetters)
    .toResolvedValue((outbox, signals, log) => deadLetters({ outbox, signals, log }), [outbox, signals, log]);
  container.bind(parts.operators).toResolvedValue(
    ({ adminToken }, deadLetters, eraseCustomer, condition, metrics, reachability, throttles, refusals) =>
      adminRoutes({
        deadLetters,
        eraseCustomer,
        condition,
        metrics,
        reachability,
        throttles,
        refusals,
        ...(adminToken !== undefined && { token: adminToken }),
      }),
    [
      config,
      parts.deadLetters,
      parts.eraseCustomer,
      parts.condition,
      parts.metrics,
      parts.breakers,
      parts.throttles,
      parts.refusals,
    ],
  );
}

function bindCallers(container: Container): void {
  const { config, authenticate, allowsServiceUrl, skillTokens, channels, breakers, throttles, log } = parts;
  container.bind(parts.turnUseCases).toResolvedValue(
    (requestHandoff, relayCustomerMessage, relayCustomerTyping, endHandoff) => ({
      requestHandoff,
      relayCustomerMessage,
      relayCustomerTyping,
      endHandoff,
    }),
    [parts.requestHandoff, parts.relayCustomerMessage, parts.relayCustomerTyping, parts.endHandoff],
  );
  container.bind(parts.callers).toResolvedValue(
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
      parts.turnUseCases,
      authenticate,
      allowsServiceUrl,
      skillTokens,
      channels,
      breakers,
      throttles,
      log,
    ],
  );
}

function bindRoutes(container: Container): void {
  const { config, callers, isSigned, operators, throttles, refusals, log } = parts;
  container.bind(parts.app).toResolvedValue(
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
      return bridgeApp({ log, refusals }, parties, liveChatContract());
    },
    [
      config,
      callers,
      parts.relayAgentMessage,
      parts.recordAgentStatus,
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
